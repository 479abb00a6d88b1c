# Stripes in one small container: how to build and run it stands in README.md.
# Both stages start from the same base, pinned by digest; .pins/README.md has the command that renews it.

FROM python:3.13-slim-trixie@sha256:bf44cdfcb76cd3b41e879bc058fc37ec5872002ccfde7fcb765e218cde0cd79c AS build
COPY .pins/requirements.txt /tmp/requirements.txt
# Ready-made wheels only, each with its hash: nobody's build script runs here.
RUN python -m venv --without-pip /opt/stripes \
 && python -m pip --python /opt/stripes/bin/python install --no-cache-dir --no-compile --no-deps --only-binary :all: \
        --require-hashes --requirement /tmp/requirements.txt \
 && python -m compileall -q --invalidation-mode unchecked-hash /opt/stripes/lib
COPY bot /app/bot
COPY knowledge /app/knowledge
# Root owns every file and anyone may read it, whatever the umask of the machine that builds.
RUN python -m compileall -q --invalidation-mode unchecked-hash /app/bot \
 && chmod -R u=rwX,go=rX /app /opt/stripes

FROM python:3.13-slim-trixie@sha256:bf44cdfcb76cd3b41e879bc058fc37ec5872002ccfde7fcb765e218cde0cd79c
# The base leaves Python's own modules uncompiled, and a read-only container would compile them at every start.
# What installs packages goes: nothing is installed here.
RUN rm -rf /usr/local/bin/pip* /usr/local/lib/python3.*/site-packages/pip* /usr/local/lib/python3.*/ensurepip \
 && python -m compileall -q --invalidation-mode unchecked-hash \
        -x '/(idlelib|lib2to3|pydoc_data|test|tkinter|turtledemo|__phello__)/' /usr/local/lib/python3.*
COPY --from=build /opt/stripes /opt/stripes
COPY --from=build /app /app
ENV PATH=/opt/stripes/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STRIPES_KNOWLEDGE=/app/knowledge
WORKDIR /app
USER 10001:10001
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
