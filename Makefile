# make                    the programs, under build/
# make deps               install what a bare Debian 12 lacks to build and run;
#                         make test-deps: and what its tests need beside
# make install            PREFIX=/usr/local DESTDIR=; make uninstall
# make deb                Debian packages, in build/deb
# make check              unit tests, simulator, end-to-end scripts;
#                         SAN=1: under ASan and UBSan; TSAN=1: under TSan
#                         SIM=long: 10,000 seeds in place of 500
# make sim [SEEDS=0-499]  the simulator alone; make sim-plant: does it catch
#                         the bugs that are planted?
# make lint               layout, exported names, function length, format
# make fuzz [T=job] [S=60]  fuzz every decoder (or one) for S seconds each
# make bench              speed and memory, as ratios within one run
# make model DATA=../shared/data   train the shipped models anew
# make accuracy DATA=../shared/data   score the engine on data it never saw;
#                         RECORD=1: these are the figures to keep
# make soak               long fault campaign
# make clean

PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
OBJCOPY ?= objcopy
comma  := ,
S      ?= 60
DATA   ?= ../shared/data
B      := build

PKGS_proto    := libzmq msgpack json-c libutf8proc libsodium inih
PKGS_client   := libzmq msgpack
PKGS_producer := $(PKGS_proto) sqlite3 libxml-2.0 libcurl zlib
PKGS_workers  := $(PKGS_proto) libxml-2.0
PKGS_sink     := $(PKGS_proto) sqlite3 libmicrohttpd libxml-2.0
PKGS          := $(sort $(PKGS_sink) $(PKGS_producer))
# What links all of it: tests and the like.
PKGS_all      := $(PKGS)

override CFLAGS += $(CPPFLAGS) -std=c11 -D_GNU_SOURCE -I. -MMD -MP -pthread \
    -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
    -Wmissing-prototypes -Wvla -Wformat=2 \
    $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
override LDFLAGS += -pthread -Wl,--as-needed
ifdef SAN
B := build/san
override CFLAGS  += -fsanitize=address,undefined -fno-sanitize-recover=all \
    -fno-omit-frame-pointer
override LDFLAGS += -fsanitize=address,undefined
endif
ifdef TSAN
B := build/tsan
override CFLAGS  += -fsanitize=thread -fno-omit-frame-pointer
override LDFLAGS += -fsanitize=thread
endif
export TSAN_OPTIONS := suppressions=$(CURDIR)/tests/tsan.supp halt_on_error=1
export LSAN_OPTIONS := suppressions=$(CURDIR)/tests/lsan.supp print_suppressions=0
export UBSAN_OPTIONS := print_stacktrace=1
ifdef FUZZ
B := build/fuzz
override CFLAGS  += -fsanitize=fuzzer-no-link,address,undefined \
    -fno-sanitize-recover=all -fno-omit-frame-pointer
override LDFLAGS += -fsanitize=address,undefined
endif
# libcld2 brings no file for pkg-config.
libs = $(shell pkg-config --libs $(PKGS_$1)) -lcld2 -lm

ROLES := producer workers sink
PROGS := $B/claimwire $B/claimwire-producer $B/claimwire-worker \
    $B/claimwire-sink
LIBS  := $(ROLES:%=$B/lib%.a) $B/libproto.a
# What trainers share; no program of the pipeline has it.
TRAIN := $B/libtrain.a
TESTS := $(patsubst %.c,$B/%,$(wildcard tests/proto/test_*.c \
    tests/producer/test_*.c tests/workers/test_*.c tests/sink/test_*.c))
# Programs that the end-to-end scripts, the simulator and the benchmarks need.
TOOLS := $(patsubst tests/%.c,$B/tests/%,$(wildcard tests/e2e/*.c \
    tests/bench/*.c)) $(if $(wildcard tests/sim/main.c),$B/tests/sim/sim)
# What makes the models that workers ship (make model).
TRAINERS := $(patsubst %.c,$B/%,$(wildcard workers/train/train_*.c))
SRCS  := $(wildcard $(patsubst %,%/*.[ch],$(ROLES) proto) sink/web/*.[ch] \
    workers/en/*.[ch] workers/train/*.[ch] \
    proto/client/*.[ch] proto/page/*.[ch] proto/examples/*.[ch] \
    tests/*/*.[ch] tests/*.[ch])

VERSION := $(shell sed -n 's/^\#define ROLE_VERSION *"\(.*\)"/\1/p' \
    proto/role.h)
SONAME  := libclaimwire.so.0
CLIENT  := $B/libclaimwire.a $B/libclaimwire.so.$(VERSION)

all: $(PROGS) $(CLIENT)

# A role is main.c plus an archive of its other files, so tests can link them.
mains = producer/main.c workers/main.c sink/main.c sink/cli.c \
    $(wildcard proto/examples/*.c workers/train/*.c)
objs  = $(patsubst %.c,$B/%.o,$(filter-out $(mains),$(wildcard $1/*.c \
    $1/*/*.c)))
$B/libproto.a:    $(call objs,proto)
$B/libproducer.a: $(call objs,producer)
$B/libworkers.a:  $(call objs,workers)
$B/libsink.a:     $(call objs,sink)
$(TRAIN): $(patsubst %.c,$B/%.o,$(filter-out workers/train/train_%.c,$(wildcard \
    workers/train/*.c)))
$(LIBS) $(TRAIN):
	@rm -f $@
	$(AR) rcs $@ $^

# A role links itself and proto, never another role: a worker that calls the
# store is a link error.
$B/claimwire-producer: $B/producer/main.o $B/libproducer.a $B/libproto.a
	$(CC) $(LDFLAGS) -o $@ $^ $(call libs,producer)
$B/claimwire-worker: $B/workers/main.o $B/libworkers.a $B/libproto.a
	$(CC) $(LDFLAGS) -o $@ $^ $(call libs,workers)
$B/claimwire-sink: $B/sink/main.o $B/libsink.a $B/libproto.a
	$(CC) $(LDFLAGS) -o $@ $^ $(call libs,sink)
$B/claimwire: $B/sink/cli.o $B/libsink.a $B/libproto.a
	$(CC) $(LDFLAGS) -o $@ $^ $(call libs,sink)

# libclaimwire is a part of proto that shows nothing of proto: one object of
# which all but claimwire_* is local, so that the names of a program that links
# it never meet ours, without what it does not use.
CLIENT_MAP   := proto/client/claimwire.map
client_names  = $(shell sed -n 's/^\t\(claimwire_[a-z_]*\);/\1/p' $(CLIENT_MAP))
$B/pic/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC $< (pic)"
	@$(CC) $(CFLAGS) -fPIC -fvisibility=hidden -ffunction-sections \
	    -fdata-sections -c -o $@ $<
$B/pic/libproto.a: $(patsubst $B/%,$B/pic/%,$(call objs,proto))
	@rm -f $@
	$(AR) rcs $@ $^
$B/libclaimwire.o: $B/pic/proto/client/claimwire.o $B/pic/libproto.a $(CLIENT_MAP)
	@echo "  LD $@"
	@$(LD) -r -o $@.all $(filter %.o %.a,$^)
	@$(OBJCOPY) --localize-hidden $@.all
	@$(LD) -r --gc-sections $(client_names:%=-u %) -o $@ $@.all
$B/libclaimwire.a: $B/libclaimwire.o
	@rm -f $@
	$(AR) rcs $@ $^
$B/libclaimwire.so.$(VERSION): $B/libclaimwire.o
	$(CC) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) -o $@ $< \
	    $(if $(SAN)$(TSAN),,-Wl$(comma)-z$(comma)defs) \
	    -Wl,--version-script=$(CLIENT_MAP) $(call libs,client)
	ln -sf $(@F) $B/$(SONAME)
	ln -sf $(SONAME) $B/libclaimwire.so

$(TESTS): %: %.o $B/tests/help.o $(TRAIN) $(LIBS)
	$(CC) $(LDFLAGS) -o $@ $^ -lcmocka $(call libs,all)

$B/tests/e2e/%: $B/tests/e2e/%.o $(LIBS)
	$(CC) $(LDFLAGS) -o $@ $^ $(call libs,all)
$B/tests/bench/%: $B/tests/bench/%.o $(LIBS)
	$(CC) $(LDFLAGS) -o $@ $^ $(call libs,all)

# Every fuzz target, or the one called fuzz_T, S seconds each.  What is found
# grows in build/corpus/NAME; what fails is left beside it.
fuzzers = $(if $T,$B/tests/fuzz/fuzz_$T,$(patsubst %.c,$B/%,$(wildcard \
    tests/fuzz/fuzz_*.c)))
$B/tests/fuzz/fuzz_%: $B/tests/fuzz/fuzz_%.o $(LIBS)
	$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(call libs,all)
$B/tests/fuzz/seeds: $B/tests/fuzz/seeds.o $B/tests/help.o $(LIBS)
	$(CC) $(LDFLAGS) -o $@ $^ $(call libs,all)
fuzz-run: $B/tests/fuzz/seeds $(fuzzers)
	@sh tests/fuzz/run.sh $S $B/tests/fuzz/seeds $(fuzzers)
fuzz:
	@$(MAKE) --no-print-directory FUZZ=1 CC=clang fuzz-run

# The simulator's own functions stand in for the world's: tests/sim/wrap.h.
SEEDS ?= $(if $(filter long,$(SIM)),0-9999,$(if $(SAN)$(TSAN),0-99,0-499))
sim_ld = $(LDFLAGS) -Wl,--wrap=log_event,--wrap=randombytes_buf \
    -Wl,--wrap=clock_gettime,--wrap=time,--wrap=access
sim_env = BUILD=$B SEEDS=$(SEEDS) CC="$(CC)" CFLAGS="$(CFLAGS)" \
    LINK="$(LIBS) $(sim_ld) $(call libs,all)"
$B/tests/sim/sim: $(patsubst %.c,$B/%.o,$(wildcard tests/sim/*.c)) $(LIBS)
	$(CC) $(sim_ld) -o $@ $^ $(call libs,all)
sim: $B/tests/sim/sim
	@$(sim_env) sh tests/sim/run.sh
sim-plant: $B/tests/sim/sim
	@$(sim_env) sh tests/sim/plant.sh

# The engine's inner loops run over rows of weights and lists of features; the
# tagger's loop is slower as vectors.
$(filter-out %/tagger.o,$(patsubst %.c,$B/%.o,$(wildcard workers/*.c))) \
    $B/workers/train/learner.o $B/workers/train/kmeans.o $B/workers/train/profile.o: override CFLAGS += -O3
$B/workers/en/models.o: $(wildcard workers/en/*.model)

# Models anew from DATA (../shared/data); the same bytes from the same data.
$(TRAINERS): %: %.o $(TRAIN) $B/libworkers.a $B/libproto.a
	$(CC) $(LDFLAGS) -o $@ $^ $(call libs,workers)
model: $(TRAINERS)
	@B=$B DATA="$(DATA)" MAKE="$(MAKE)" sh workers/train/model.sh

accuracy: $(PROGS) $B/tests/bench/bench_copies
	@python3 -B tests/accuracy/run.py "$(DATA)" --build $B \
	    $(if $(RECORD),--record)

# The schema and the demonstration's stories are files of their own, and
# within the programs as their lines.
lines = mkdir -p $(@D) && sed 's/[\\"]/\\&/g; s/.*/"&\\n",/' $< > $@
$B/sink/migrate.o $B/sink/stories.o: CFLAGS += -I$B
$B/sink/migrate.o: $B/sink/schema.inc
$B/sink/schema.inc: sink/schema.sql
	@$(lines)
$B/sink/stories.o: $B/sink/demo/stories.inc $B/sink/demo/outlets.inc
$B/sink/demo/stories.inc: sink/demo/stories.jsonl
	@$(lines)
$B/sink/demo/outlets.inc: sink/demo/outlets.csv
	@$(lines)

# The page's files, within the program as bytes.
PAGE := $(sort $(wildcard sink/web/page/*))
$B/sink/web/answer_page.o: CFLAGS += -I$B/sink/web
$B/sink/web/answer_page.o: $B/sink/web/assets.inc
$B/sink/web/assets.inc: $(PAGE)
	@mkdir -p $(@D)
	@sh sink/web/assets.sh $(PAGE) > $@.new && mv $@.new $@

$B/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CFLAGS) -c -o $@ $<

tests: $(PROGS) $(CLIENT) $(TESTS) $(TOOLS) $(TRAINERS)

check: tests
	@$(sim_env) bash tests/check.sh $B $(TESTS)

soak: tests
	BUILD=$B python3 -B tests/e2e/fire.py --articles 200000 --kills 1000 \
	    --stops 20 --restarts 5 --deadline 10800
	BUILD=$B python3 -B tests/e2e/crawl.py --pages 50000 --outlets 300 \
	    --kills 200 --deadline 10800

LIBDIR     ?= $(PREFIX)/lib
SYSCONFDIR ?= $(if $(filter /usr,$(PREFIX)),/etc,$(PREFIX)/etc)
UNITDIR    ?= $(PREFIX)/lib/systemd/system
install uninstall: all
	@B=$B PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" LIBDIR="$(LIBDIR)" \
	    SYSCONFDIR="$(SYSCONFDIR)" UNITDIR="$(UNITDIR)" \
	    VERSION=$(VERSION) sh proto/package/install.sh $@

# Debian packages, in build/deb.
deb:
	@VERSION=$(VERSION) sh proto/package/deb.sh

# What a bare Debian 12 lacks to build claimwire and run it.
DEPS := gcc libc6-dev make pkg-config libzmq3-dev libmsgpack-dev \
    libsqlite3-dev libjson-c-dev libutf8proc-dev libxxhash-dev \
    libsodium-dev libinih-dev libmicrohttpd-dev libxml2-dev \
    libcurl4-openssl-dev zlib1g-dev libcld2-dev ca-certificates
# What its tests and the lint need beside.
TEST_DEPS := bash bash-completion bubblewrap build-essential chromium \
    chromium-driver clang clang-format curl debhelper dpkg-dev fakeroot \
    fonts-liberation git jq libclang-rt-14-dev libcmocka-dev libxml2-utils \
    lintian mandoc openssl procps python3 python3-feedparser \
    python3-jsonschema python3-msgpack python3-selenium python3-zmq systemd \
    universal-ctags
AXE := axe-core@4.14.1
as_root = $(if $(filter 0,$(shell id -u)),,sudo )
apt_get = $(as_root)env DEBIAN_FRONTEND=noninteractive apt-get install -y \
    --no-install-recommends

deps:
	$(apt_get) $(DEPS)

# Another vendor's Node brings its own npm, which Debian's would break.
test-deps: deps
	$(apt_get) $(TEST_DEPS) $(if $(shell command -v node),,nodejs) \
	    $(if $(shell command -v npm),,npm)
	npm install --no-audit --no-fund --prefix build/npm $(AXE) || \
	    echo "test-deps: without $(AXE) the test that needs it skips" >&2

bench: $(PROGS) $(TOOLS)
	@sh tests/bench/run.sh $B

lint: $(LIBS) $(TRAIN) $(CLIENT)
	@clang-format --dry-run -Werror $(SRCS)
	@sh tests/lint/layout.sh
	@nm -A -g --defined-only $(LIBS) $(TRAIN) | sh tests/lint/names.sh
	@nm -A -g --defined-only $B/libclaimwire.a | \
	    sh tests/lint/names.sh claimwire
	@nm -A -D --defined-only $B/libclaimwire.so.$(VERSION) | \
	    sh tests/lint/names.sh claimwire
	@ctags -f - --fields=+ne --kinds-C=f $(SRCS) | \
	    sh tests/lint/length.sh 60

clean:
	rm -rf build

.PHONY: accuracy all bench check clean deb deps fuzz fuzz-run install lint \
    model sim sim-plant soak test-deps tests uninstall
.SECONDARY:
-include $(shell find $B -path $B/deb -prune -o -name '*.d' -type f -print \
    2>/dev/null)
