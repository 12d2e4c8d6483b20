"""Sentences a feed cut off: how much of them is a statement of its own."""

import pytest

from wirefeed.text.cut_short import statement_in


@pytest.mark.parametrize(
    ("sentence", "statement"),
    [
        ("The vaccine is meant for the new form of the fever, which has caused...", "The vaccine is meant for the new form of the fever"),
        ("The council voted to close the bridge to lorries next spring [...]", ""),
        ("On Monday, the council closed the bridge to lorries, saying that the...", "On Monday, the council closed the bridge to lorries"),
        ("The council closed the bridge to lorries, but only for…", ""),
        ("The mayor closed the bridge, and the bishop said he was glad of...", ""),
        ("The mayor closed the old bridge over the Volga, and the bishop said he was...", "The mayor closed the old bridge over the Volga"),
        ("The mayor of the town on the river, who was born in...", ""),
        ("As the frost came down on the town, which has no...", ""),
        ('"We have never seen anything of the kind," said Ana Lim, who leads the...', ""),
        (
            '"We have never seen anything of the kind," said the eight keepers, including...',
            '"We have never seen anything of the kind," said the eight keepers',
        ),
        ("The keepers said the three oldest of the lions, which came from...", ""),
        ("Two keepers were sued by the widow of the man they shot and killed after...", ""),
        ("The police called the raid on the harbour a cynical and calculated...", ""),
        ("In the study the keepers looked at 254 lions over eight months and found that they...", ""),
        ("The raid came three days after the harbour had been...", ""),
        ("The bill was changed twice before it was read after a deal was reached...", "The bill was changed twice before it was read"),
        ("The bridge was closed to lorries and buses in the spring.", ""),
    ],
)
def test_what_stands_before_a_clause_that_only_adds_is_a_statement(sentence, statement):
    assert sentence[: statement_in(sentence)] == statement
