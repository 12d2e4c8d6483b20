# Two stages: the wheelhouse builds, the image runs. No shell script of ours; the process is wirefeed itself, not root.
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md requirements-service.lock ./
COPY wirefeed wirefeed
COPY config config
RUN python -m venv /opt/wirefeed \
 && /opt/wirefeed/bin/pip install --no-cache-dir --no-deps --require-hashes --requirement requirements-service.lock \
 && /opt/wirefeed/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --home-dir /var/lib/wirefeed --create-home wirefeed
COPY --from=build /opt/wirefeed /opt/wirefeed
USER 10001:10001
WORKDIR /var/lib/wirefeed
ENV PYTHONUNBUFFERED=1 PYTHONSAFEPATH=1 PYTHONDONTWRITEBYTECODE=1 STATE_DIRECTORY=/var/lib/wirefeed WIREFEED_CONFIG=/etc/wirefeed/wirefeed.toml
VOLUME ["/var/lib/wirefeed"]
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s --retries=3 CMD ["/opt/wirefeed/bin/wirefeed", "healthcheck"]
ENTRYPOINT ["/opt/wirefeed/bin/wirefeed"]
CMD ["--help"]
