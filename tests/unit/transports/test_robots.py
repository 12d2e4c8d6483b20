"""What robots.txt allows, and for how long that is remembered."""

from datetime import UTC, datetime, timedelta

from wirefeed.transports.robots import BYTES, KEPT, KEPT_AWAY, RobotsShelf, read_robots, without_robots

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_the_group_of_this_program_goes_before_the_group_of_all():
    robots = read_robots(b"User-agent: *\nDisallow: /\n\nUser-agent: wirefeed\nDisallow: /private/\nAllow: /private/open\n", NOW)
    assert robots.allow("https://wire.example/news", "wirefeed")
    assert not robots.allow("https://wire.example/private/x", "wirefeed")
    assert robots.allow("https://wire.example/private/open", "wirefeed")
    assert not robots.allow("https://wire.example/news", "another")


def test_the_longest_rule_counts_and_wildcards_hold():
    robots = read_robots(b"User-agent: *\nDisallow: /*.pdf$\nDisallow: /news\nAllow: /news/world\n", NOW)
    assert not robots.allow("https://wire.example/a/b.pdf", "wirefeed")
    assert not robots.allow("https://wire.example/news/1", "wirefeed")
    assert robots.allow("https://wire.example/news/world/1", "wirefeed")


def test_what_is_no_robots_txt_forbids_nothing():
    for body in (b"", b"<html>not found</html>", b"\xff\xfe\x00", b"Disallow /\n" * 10, b"User-agent: *\nDisallow:\n", b"x" * (BYTES * 2)):
        assert read_robots(body, NOW).allow("https://wire.example/news", "wirefeed")


def test_a_site_without_one_is_open_and_one_that_fails_is_closed_for_a_while():
    assert without_robots(NOW, reachable=True).allow("https://wire.example/", "wirefeed")
    closed = without_robots(NOW, reachable=False)
    assert not closed.allow("https://wire.example/", "wirefeed")
    shelf = RobotsShelf()
    shelf.put("https://wire.example", closed)
    assert shelf.get("https://wire.example", NOW + KEPT_AWAY - timedelta(seconds=1)) is closed
    assert shelf.get("https://wire.example", NOW + KEPT_AWAY) is None


def test_a_pause_between_requests_is_that_of_the_group_and_no_nonsense():
    asked = b"User-agent: *\nCrawl-delay: 7\n\nUser-agent: wirefeed\nCrawl-delay: 2.5\n\nUser-agent: other\nDisallow: /x\n"
    assert read_robots(asked, NOW).pause("wirefeed") == 2.5
    assert read_robots(asked, NOW).pause("another") == 7
    assert read_robots(asked, NOW).pause("other") == 0
    for nonsense in (b"abc", b"-3", b"inf", b"nan", b"1e400", b"", b"10 seconds"):
        assert read_robots(b"User-agent: *\nCrawl-delay: " + nonsense, NOW).pause("wirefeed") == 0
    assert without_robots(NOW, reachable=True).pause("wirefeed") == 0


def test_the_shelf_is_bounded():
    shelf = RobotsShelf()
    for number in range(2100):
        shelf.put(f"https://{number}.example", without_robots(NOW, reachable=True))
    assert shelf.get("https://0.example", NOW) is None
    assert shelf.get("https://2099.example", NOW + KEPT - timedelta(seconds=1)) is not None
