# 67-outlets-edited.sh -- the table of outlets is edited while the sink is at
# work: what it changes is counted anew and told.
. "$(dirname "$0")/lib.sh"

mkdir -p "$data"
printf 'name,owner\nTarn Herald,\n' > "$data/outlets.csv"
python3 - > "$tmp/stories.jsonl" << 'END'
import json
for outlet in ("Tarn Herald", "Tarn Post"):
    print(json.dumps({"outlet": outlet, "id": "1", "text":
        "“We counted all the boats,” said Rolf Hagen of the harbour."}))
END
mkdir "$tmp/in"
cp "$tmp/stories.jsonl" "$tmp/in"

# counts: outlets and origins of the claim.
counts() {
	"$cw" claims --data "$data" --json 2> /dev/null |
	    jq -c '[.outlets, .origins]'
}
are() {
	[ "$(counts)" = "$1" ]
}

start run "$cw" run --workers 1 --data "$data" "$tmp/in"
check "two outlets are two origins" wait_until 30 are "[2,2]"

printf 'name,owner\nTarn Herald,Marl\nTarn Post,Marl\n' > "$tmp/new.csv"
mv "$tmp/new.csv" "$data/outlets.csv"
check "they are one as soon as one owner has both" wait_until 30 are "[2,1]"

echo nonsense > "$data/outlets.csv"
check "a bad table is told" wait_until 30 \
    grep -q "outlets.csv:1" "$tmp/run.err"
check "and the last one holds" are "[2,1]"

printf 'name,owner\nTarn Herald,Marl\n' > "$data/outlets.csv"
check "and two again when it says so" wait_until 30 are "[2,2]"
has "readers were told" "$(python3 - "$data/claims.db" << 'END'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(*[r[0] for r in db.execute(
    "SELECT json ->> '$.claim.origins' FROM changes_v "
    "WHERE json ->> '$.cause.kind' = 'user' ORDER BY seq")])
END
)" "1 2"

# ---- the country that the table gives says which money is meant ----

printf 'name,country\nTarn Herald,Canada\n' > "$tmp/new.csv"
mv "$tmp/new.csv" "$data/outlets.csv"
table() {
	[ "$(python3 - "$data/claims.db" << 'END'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT country FROM outlets WHERE name = 'Tarn Herald'"
    ).fetchone()[0])
END
	)" = Canada ]
}
check "a country is taken from the table" wait_until 30 table
python3 - > "$tmp/money.jsonl" << 'END'
import json
for outlet in ("Tarn Herald", "Tarn Post"):
    print(json.dumps({"outlet": outlet, "id": "2",
        "url": "https://" + outlet[5:].lower() + ".example/2", "text":
        "The bridge cost $12 million. The ferry cost US$3 million."}))
END
mv "$tmp/money.jsonl" "$tmp/in"
# money OUTLET: the units of its figures, and who says so.
money() {
	python3 - "$data/claims.db" "$1" << 'END'
import json, sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(*sorted(f"{g['value']:.0f} {g['unit']} {g.get('currency_from')}"
    for r in db.execute("SELECT figures FROM mentions_v WHERE outlet = ? "
        "AND kind = 'figure'", (sys.argv[2],)) for g in json.loads(r[0])),
    sep=", ")
END
}
there() {
	[ "$(money "Tarn Post")" = "12000000 USD text, 3000000 USD text" ]
}
check "by the text's other amounts, where no country is known" \
    wait_until 30 there
is "by the outlet's country, where the table gives it" \
    "$(money "Tarn Herald")" "12000000 CAD outlet, 3000000 USD text"
finish
