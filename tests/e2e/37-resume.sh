# 37-resume.sh -- readers that are cut off and resume, readers that join with a
# snapshot: they see the table, no more and no less; see resume.py.
exec python3 -B "$(dirname "$0")/resume.py" "$@"
