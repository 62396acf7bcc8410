# 08-moves.sh -- what stands beside each other, from the stories' words to the
# feed: a figure that moves, a dispute, a correction, a wire story, the table
# of outlets.
. "$(dirname "$0")/lib.sh"

# story OUTLET ID PUBLISHED SOURCE TEXT: a record on standard output.
story() {
	python3 -c '
import json, sys
r = dict(zip(("outlet", "id", "published", "source", "text"), sys.argv[1:]))
print(json.dumps({k: v for k, v in r.items() if v}))' "$@"
}
names="The Tarn burst its banks at Lower Birch; Mayor Ida Moor and the engineer"
names="$names Odo Brandt were in Wexham when the news came from Orrin."

mkdir -p "$data"
printf 'name,country,owner\nTarn Herald,Tarn,Marl\nTarn "Mail,,\n' \
    > "$data/outlets.csv"
{
	story "Tarn Herald" 1 2031-05-05T08:00:00Z "" \
	    "The death toll from the flood rose to 12 on Monday. $names"
	story "Tarn Post" 1 2031-05-06T08:00:00Z "" \
	    "The death toll from the flood rose to 15 on Tuesday. $names"
	# Of another flood: it moves nothing.
	story "Tarn Post" 2 2031-05-07T08:00:00Z "" "The death toll from the \
flood rose to 40 on Wednesday. Holm and Gorse lie far from Fir, said Pia Lund \
of Dogwood."
	story "Tarn Herald" 2 2031-05-06T09:00:00Z "" "$names
Ida Moor said the gates of the dam had been opened without warning."
	story "Tarn Post" 3 2031-05-06T10:00:00Z "" "$names
Odo Brandt denied that the gates of the dam had been opened without warning."
	for outlet in "Tarn Herald" "Tarn Post" "Tarn Mail"; do
		story "$outlet" 9 2031-05-06T12:00:00Z "Marl Wire" \
		    "“Nobody could have known,” said Ida Moor."
	done
	for outlet in "Tarn Herald" "Tarn Post"; do
		story "$outlet" 10 2031-05-06T12:00:00Z "" \
		    "“We were asleep,” said Odo Brandt."
	done
	story "Tarn Mail" 4 2031-05-06T08:00:00Z "" \
	    "The offer of the mill rose to 4.8 percent on Tuesday."
	story "Tarn Mail" 4 2031-05-06T08:00:00Z "" \
	    "The offer of the mill rose to 4.2 percent on Tuesday."
} > "$tmp/stories.jsonl"
check "the stories are read" \
    "$cw" run --once --workers 1 --data "$data" "$tmp/stories.jsonl"
has "a bad line of the outlet table is refused with its place" \
    "$(cat "$tmp/check.out")" "outlets.csv:3"

# changes: what is told, as JSON Lines.
changes() {
	python3 - "$data/claims.db" << 'END'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
for row in db.execute("SELECT json FROM changes_v ORDER BY seq"):
    print(*row)
END
}
changes > "$tmp/changes"
is "a later figure moves the earlier one of its event alone" \
    "$(json "$tmp/changes" "[(c['claim']['figure']['value'],
    c['other']['figure']['value']) for c in d
    if c['type'] == 'claim.revised']")" "[(12, 15)]"
is "assertion and denial are disputed" \
    "$(json "$tmp/changes" "sorted({c['claim']['speaker']['name'] for c in d
    if (c['relation'] or {}).get('type') == 'disputed'})")" \
    "['Ida Moor', 'Odo Brandt']"
is "a correction leads from the withdrawn figure to the new one" \
    "$(json "$tmp/changes" "[(c['claim']['figure']['value'],
    c['relation']['type'], c['other']['figure']['value']) for c in d
    if c['type'] == 'claim.withdrawn']")" "[(4.8, 'revised', 4.2)]"

"$cw" claims --data "$data" --json > "$tmp/claims"
is "a wire story in three outlets is one origin" \
    "$(json "$tmp/claims" "[(c['outlets'], c['origins'], c['status'])
    for c in d if 'Nobody' in c['text']]")" "[(3, 1, 'reported')]"
"$cw" export --data "$data" > "$tmp/export"
is "the export tells relations with both spans" \
    "$(json "$tmp/export" "sorted(' / '.join(s['exact'] for s in r['spans'])
    for r in d if 'from' in r)[0]")" "12 / 15"
check "the store is sound" "$cw" check --data "$data"
check "it can be rebuilt" "$cw" rebuild --data "$data"
"$cw" export --data "$data" > "$tmp/again"
check "and is the same then" cmp "$tmp/export" "$tmp/again"

# The owners are edited: whoever follows the feed hears of it.
printf 'name,owner\nTarn Herald,Marl\nTarn Post,Marl\n' > "$data/outlets.csv"
check "a run with another table" \
    "$cw" run --once --workers 1 --data "$data" "$tmp/stories.jsonl"
changes > "$tmp/edited"
is "outlets of one owner are one origin, and readers are told" \
    "$(json "$tmp/edited" "[(c['type'], c['before']['status'],
    c['claim']['status'], c['claim']['origins'], c['cause']['kind'])
    for c in d[$(wc -l < "$tmp/changes"):] if 'asleep' in c['claim']['text']]")" \
    "[('claim.mentioned', 'corroborated', 'reported', 1, 'user')]"
check "the store is sound still" "$cw" check --data "$data"
check "a table without names is no reason to stop" sh -c \
    "echo nonsense > '$data/outlets.csv'; '$cw' run --once --data '$data' \
    '$tmp/stories.jsonl' 2>&1 | grep 'outlets.csv:1'"
finish
