# 20-fire.sh -- every role killed at random moments; see fire.py.
exec python3 -B "$(dirname "$0")/fire.py" "$@"
