# 65-origins.sh -- whose words articles have: near-copies, credits and owners
# are one origin each, from the stories' words to the command, the page's JSON
# and the feed, and every count says why.
. "$(dirname "$0")/lib.sh"

# stories: records on standard output, of a claim that all of them hold.
stories() {
	python3 - "$@" << 'END'
import json
claim = "“The weir will hold until May,” said Ida Moor, the mayor of Tarn.\n"

def body(story, start, n):
    return " ".join(f"part{i}of{story}" for i in range(start, start + n))

def put(outlet, n, text, **more):
    print(json.dumps({"outlet": outlet, "id": str(n),
                      "published": f"2031-05-05T0{n}:00:00Z",
                      "text": claim + text, **more}))

put("Tarn Herald", 1, body(1, 0, 120))
put("Tarn Post", 2, "Flood: what is known\n" + body(1, 40, 60))      # cut
put("Orrin News", 3, body(2, 0, 80) + "\nWith files from The Canadian Press")
put("Fir Times", 4, body(3, 0, 80), byline="Odo Brandt, The Canadian Press")
put("Elm Sun", 5, body(3, 10, 60))          # of Fir Times, without the credit
put("Ash Daily", 6, body(4, 0, 80) +
    "\nThe leak was first reported by the Globe and Tarn.")
put("Birch Daily", 7, body(5, 0, 80))       # Ash Daily's owner has it
put("Birch Sun", 8, body(6, 0, 80), source="NA")
END
}

mkdir -p "$data"
printf 'name,owner\nAsh Daily,Marl\nBirch Daily,Marl\n' > "$data/outlets.csv"
stories > "$tmp/stories.jsonl"
check "the stories are read" \
    "$cw" run --once --workers 1 --data "$data" "$tmp/stories.jsonl"

claim=$("$cw" claims --data "$data" --json | jq -r 'select(.kind == "direct").id')
is "mentions, outlets and origins are three numbers" \
    "$("$cw" claims --data "$data" --json |
	jq -c 'select(.kind == "direct") | [.mentions, .outlets, .origins]')" \
    "[8,8,4]"

"$cw" show "$claim" --why --json --data "$data" > "$tmp/why.json"
is "every article says of which origin it is" \
    "$(jq -r '.lineage[] | .outlet + ": " + .origin' "$tmp/why.json" | sort)" \
    "Ash Daily: Marl
Birch Daily: Marl
Birch Sun: Birch Sun
Elm Sun: The Canadian Press
Fir Times: The Canadian Press
Orrin News: The Canadian Press
Tarn Herald: Tarn Herald
Tarn Post: Tarn Herald"
is "a copy names what it copies and how much of it" \
    "$(jq -c '.lineage[] | select(.outlet == "Tarn Post").copy |
	[.outlet, .shared * 10 >= .of * 8]' "$tmp/why.json")" \
    '["Tarn Herald",true]'
is "a credit names where it was read" \
    "$(jq -r '.lineage[] | select(.outlet == "Orrin News").credit |
	.how + ": " + .exact' "$tmp/why.json")" \
    "with files from: With files from The Canadian Press"
is "who reported it first is recorded" \
    "$(jq -r '.lineage[] | select(.outlet == "Ash Daily").first_reported_by' \
	"$tmp/why.json")" "the Globe and Tarn"
has "the command tells people the same" \
    "$("$cw" show "$claim" --why --data "$data")" \
    "a near-copy of a1 (Tarn Herald)"

# A revision in words of its own is an origin of its own, and the feed says so.
python3 - << 'END' > "$tmp/revised.jsonl"
import json
claim = "“The weir will hold until May,” said Ida Moor, the mayor of Tarn.\n"
print(json.dumps({"outlet": "Tarn Post", "id": "2",
                  "published": "2031-05-05T02:00:00Z", "text": claim +
                  " ".join(f"own{i}" for i in range(90))}))
END
check "a revision is read" \
    "$cw" run --once --workers 1 --data "$data" "$tmp/revised.jsonl"
is "it is counted anew" \
    "$("$cw" show "$claim" --json --data "$data" |
	jq -c '.claim | [.mentions, .outlets, .origins]')" "[8,8,5]"
is "and told" \
    "$(python3 - "$data/claims.db" << 'END'
import json, sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
for row in db.execute("SELECT json FROM changes_v WHERE claim IS NOT NULL "
                      "ORDER BY seq DESC LIMIT 1"):
    c = json.loads(row[0])
    print(c["before"]["origins"], c["claim"]["origins"], c["cause"]["article"])
END
)" "4 5 a2"
check "what is derived is as it should be" "$cw" check --data "$data"
check "a rebuild is done" "$cw" rebuild --data "$data"
is "and counts the same" \
    "$("$cw" show "$claim" --json --data "$data" |
	jq -c '.claim | [.mentions, .outlets, .origins]')" "[8,8,5]"
finish
