# 66-entities.sh -- who is behind the names of speakers: one for all of his
# names, two for two, and what the user decides.
. "$(dirname "$0")/lib.sh"

# say NAME...: an article for each, in which that one says something else.
say() {
	python3 -c '
import json, sys
for i, name in enumerate(sys.argv[1:]):
    print(json.dumps({"outlet": "Tarn Herald", "id": f"{name}{i}", "text":
        f"“The weir number {i} will hold for a while,” said {name}."}))' "$@"
}

# read_all NAME...: the stories of say, into the store.
read_all() {
	say "$@" > "$tmp/stories.jsonl"
	"$cw" run --once --workers 1 --data "$data" "$tmp/stories.jsonl"
}

# entities [OPTION...]
entities() {
	"$cw" entities --data "$data" "$@"
}

# speakers: whose claims there are, with how many.
speakers() {
	"$cw" speakers --data "$data" --json |
	    jq -r '.name + " " + (.claims | tostring)' | sort
}

check "stories are read" read_all "Ida Solberg" "Mayor Ida Solberg" \
    "Ms. Solberg" "Mélanie Ash" "Melanie Ash"
is "all names of one are one speaker" "$(speakers)" "Ida Solberg 3
Mélanie Ash 2"
is "and one entity is listed with its names" \
    "$(entities list Solberg --json | jq -r '.name, (.names | length > 1)')" \
    "Ida Solberg
true"
check "another one of that name comes" read_all "Odo Solberg"
is "he is another speaker, and the last name by itself nobody's" "$(speakers)" \
    "Ida Solberg 2
Mélanie Ash 2
Odo Solberg 1
Solberg 1"

check "they are merged by the user" entities merge "Ida Solberg" "Odo Solberg"
is "and are one" "$(speakers | grep -c Odo)" 0
check "a name is split off" entities split "Odo Solberg"
is "and is its own again" "$(speakers | grep Odo)" "Odo Solberg 1"
check "an alias is given" entities alias "Ida Solberg" "The Iron Mayor"
has "and shown" "$(entities show "The Iron Mayor")" "Ida Solberg"

printf 'name,alias,wikidata\nMélanie Ash,La Frêne,Q42\nOdo Solberg,,X9\n' \
    > "$tmp/people.csv"
code "a bad line of a table is refused with its place" 5 \
    entities import "$tmp/people.csv"
has "and said so" "$(cat "$tmp/code.out")" "people.csv:3"
is "the others are taken" \
    "$(entities list "La Fr" --json | jq -r '.name + " " + .wikidata')" \
    "Mélanie Ash Q42"

before=$(entities list --json | sort)
check "a rebuild is done" "$cw" rebuild --data "$data"
is "and keeps what the user decided" "$(entities list --json | sort)" "$before"
check "what is derived is as it should be" "$cw" check --data "$data"

code "a name that nobody has is an error" 3 entities merge "Nobody" "Ida Solberg"
code "so is a word that is no verb" 1 entities marry "A" "B"
has "readers were told of another speaker" "$(python3 - "$data/claims.db" << 'END'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(*[r[0] for r in db.execute(
    "SELECT DISTINCT json ->> '$.cause.kind' FROM changes_v "
    "WHERE json ->> '$.before.speaker.id' <> json ->> '$.claim.speaker.id'")])
END
)" "user"
finish
