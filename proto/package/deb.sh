# deb.sh -- Debian packages of what is committed here, in build/deb.  Run by
# make in the project's top folder, with VERSION set.
set -eu
out=build/deb
tree=$out/claimwire-$VERSION
rm -rf $out
mkdir -p "$tree"
if git rev-parse --verify -q HEAD > /dev/null 2>&1; then
	git archive HEAD | tar -x -C "$tree"
	git diff --quiet HEAD ||
	    echo "deb: what is not committed is not in the packages" >&2
else
	# A tree without its history, as from a tarball.
	tar -c --exclude=./build . | tar -x -C "$tree"
fi
# Debian wants it at the top.
cp -R "$tree/proto/package/debian" "$tree/debian"
for tool in dpkg-buildpackage dh fakeroot; do
	command -v $tool > /dev/null || {
		echo "deb: $tool is missing; \`make test-deps\` installs it" >&2
		exit 1
	}
done
first=$(sed -n '1s/.*(\(.*\)).*/\1/p' "$tree/debian/changelog")
[ "$first" = "$VERSION" ] || {
	echo "deb: debian/changelog begins with $first, not $VERSION" >&2
	exit 1
}
(cd "$tree" && dpkg-buildpackage -us -uc -b -rfakeroot)
ls $out/*.deb
