#!/bin/sh
# run.sh -- run the simulator of BUILD over SEEDS ("0-499"), and show that a
# seed is one run: its trace is the same twice, byte for byte.
set -u
sim=$BUILD/tests/sim/sim
bad=0

for seed in 2 29 30; do
	"$sim" --seed $seed --trace >"$sim.trace.1" &&
	    "$sim" --seed $seed --trace >"$sim.trace.2" &&
	    cmp "$sim.trace.1" "$sim.trace.2" &&
	    echo "ok - seed $seed is one run: $(wc -l <"$sim.trace.1") lines" ||
	    { echo "not ok - seed $seed has two traces"; bad=1; }
done
if "$sim" --seeds "$SEEDS" --jobs "${JOBS:-2}" 2>&1; then
	echo "ok - seeds $SEEDS"
else
	echo "not ok - seeds $SEEDS"
	bad=1
fi
exit $bad
