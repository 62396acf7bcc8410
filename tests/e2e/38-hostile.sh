# 38-hostile.sh -- whoever means harm to the HTTP server: refused, counted, and
# nobody else notices; see hostile.py.
exec python3 -B "$(dirname "$0")/hostile.py" "$@"
