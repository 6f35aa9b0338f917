# Builds one binary and puts it on a small base. No container engine was at hand when this was written: see docs/operations.md.
FROM rust:1.95-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends perl make && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# The dependencies first, so that a change of our own sources does not build them again.
COPY .cargo .cargo
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p src tests/all tests/load && echo 'fn main() {}' > src/main.rs && touch src/lib.rs \
    && echo 'fn main() {}' > tests/all/main.rs && echo 'fn main() {}' > tests/load/main.rs \
    && cargo build --release --locked && rm -rf src tests
COPY src src
COPY migrations migrations
COPY static static
COPY tests tests
RUN touch src/main.rs src/lib.rs && cargo build --release --locked

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /var/lib/bongsen bongsen
COPY --from=build /src/target/release/bongsen /usr/local/bin/bongsen
USER bongsen
VOLUME /var/lib/bongsen
ENV BONGSEN_DATA=/var/lib/bongsen BONGSEN_LISTEN=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD curl -fsS http://127.0.0.1:8080/readyz || exit 1
ENTRYPOINT ["bongsen"]
CMD ["serve"]
