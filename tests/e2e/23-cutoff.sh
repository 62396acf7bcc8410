# 23-cutoff.sh -- a subscriber cut off a thousand times; see cutoff.py.
exec python3 -B "$(dirname "$0")/cutoff.py" "$@"
