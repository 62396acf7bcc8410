# 22-garbage.sh -- garbage on every socket; see garbage.py.
exec python3 -B "$(dirname "$0")/garbage.py" "$@"
