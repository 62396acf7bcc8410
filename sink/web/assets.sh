# assets.sh FILE...: each as an array of bytes, and a table of them all; C.
n=0
for f; do
	echo "static const unsigned char asset_$n[] = {"
	od -An -v -tx1 "$f" | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'
	echo "0 };"
	n=$((n + 1))
done
echo "static const struct asset assets[] = {"
n=0
for f; do
	echo "	{ \"/$(basename "$f")\", asset_$n, sizeof asset_$n - 1 },"
	n=$((n + 1))
done
echo "};"
