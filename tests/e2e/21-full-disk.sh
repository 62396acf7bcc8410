# 21-full-disk.sh -- no space under spool or store; see fulldisk.py.
exec python3 -B "$(dirname "$0")/fulldisk.py" "$@"
