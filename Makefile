# SPDX-License-Identifier: GPL-2.0-or-later
# Everything built lands in out/; programs in out/bin. `make run` and `make check` are the two
# commands to know; README.md tells the rest.
#   BUILD=release (default) | debug | asan    side by side under out/BUILD
#   V=1    shows the commands
#   BOARD=h3-orangepi-pc    what `run` and `image` are about     ENTRY=linux   the other boot entry
MAKEFLAGS += --no-builtin-rules
.SECONDARY:
BUILD   ?= release
BOARD   ?= h3-orangepi-pc
PREFIX  ?= /usr/local
DESTDIR ?=
CC      ?= cc
ifeq ($(CC),cc)
CC := gcc
endif
CCACHE := $(shell command -v ccache 2>/dev/null)

Q   := $(if $(V),,@)
OUT := out/$(BUILD)
BIN := $(if $(filter release,$(BUILD)),out/bin,$(OUT)/bin)

# ---- what it needs from Debian -------------------------------------------------------------------
.DEFAULT_GOAL := all
PACKAGES := libconfuse libfdt libarchive libdeflate libcrypto fdisk cmocka libpcre2-8 libzstd ext2fs liblzma liblz4 bzip2 zlib
include build/packages.mk

# ---- flags: the caller's CPPFLAGS, CFLAGS and LDFLAGS come after ours and replace none -------------
VERSION  := $(shell sed -n '1s/^[^ ]* \([0-9.]*\).*/\1/p' NEWS)
WARNINGS := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2
ifdef CI
WARNINGS += -Werror
endif
ifeq ($(BUILD),asan)
CC := clang
endif
TARGET := $(shell $(CC) -dumpmachine)
HARDEN  := -Werror=format-security -fstack-protector-strong -fstack-clash-protection -fPIE \
          $(if $(filter x86_64-% i%86-%,$(TARGET)),-fcf-protection) $(if $(filter aarch64-%,$(TARGET)),-mbranch-protection=standard)
# the caller may ask for another level; without optimising, and under sanitizers, it does nothing
FORTIFY_release := $(if $(filter -O0,$(CFLAGS))$(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
OPTIMISE_release := -O2 -g
OPTIMISE_debug   := -O0 -g3
# clang's, because it serves tests and fuzzers alike; of debug information a stack trace needs only lines
OPTIMISE_asan    := -O1 -g1 -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined -fno-omit-frame-pointer -DARENA_MALLOC
OUR_CPPFLAGS := -D_GNU_SOURCE -I. $(FORTIFY_$(BUILD))
OUR_CFLAGS   := -std=gnu11 $(WARNINGS) $(HARDEN) $(OPTIMISE_$(BUILD)) $(PKG_CFLAGS)
OUR_LDFLAGS  := -Wl,--as-needed -Wl,-z,relro -Wl,-z,now
COMPILE = $(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) $(OUR_CFLAGS) $(CFLAGS)
# $(call link,KIND): position independent in the way of KIND, unless the caller links another way
link = $(CC) $(OUR_CFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS) $(if $(filter -static -static-pie -no-pie,$(LDFLAGS)),,$(or $(1),-pie))
# tests are many and large: a quicker linker where there is one
QUICK_LINK := $(if $(shell command -v ld.lld),-fuse-ld=lld)
# no coverage where no fuzzer goes, nor in a loop that it makes five times as slow
out/asan/obj/tests/unit/%.o: OUR_CFLAGS += -fno-sanitize=fuzzer-no-link
out/asan/obj/serial-tools/baud/baud-automaton.o: OUR_CFLAGS += -fno-sanitize=fuzzer-no-link -O2

# $(call differ,A,B): whether they do
differ = $(subst x$(1),,x$(2))$(subst x$(2),,x$(1))
# what was built with other values than these is built again
ROOMS   := lib dt fex2dts imager serial-tools
flags   := $(COMPILE) $(call link)
prefix  := $(PREFIX)
version := $(VERSION)
names   := $(shell find $(ROOMS) -name '*.c' | LC_ALL=C sort)
VALUES  := flags prefix version names
.PHONY: $(foreach v,$(VALUES),$(if $(call differ,$(file <$(OUT)/$(v)),$($(v))),$(OUT)/$(v)))
$(VALUES:%=$(OUT)/%):
	@mkdir -p $(@D) && printf '%s\n' '$(subst ','\'',$($(@F)))' >$@
$(OUT)/obj/lib/places.o: OUR_CPPFLAGS += -DINSTALL_PREFIX='"$(PREFIX)"'
$(OUT)/obj/lib/places.o: $(OUT)/prefix
$(OUT)/obj/lib/options.o: OUR_CPPFLAGS += -DVERSION='"$(VERSION)"'
$(OUT)/obj/lib/options.o: $(OUT)/version

# ---- rooms: one library each, programs are their main files --------------------------------------
PROGRAMS := fex2dts imager serial-capture serial-report
fex2dts_main        := fex2dts/main.c
imager_main         := imager/main.c
serial-capture_main := serial-tools/main-capture.c
serial-report_main  := serial-tools/main-report.c
fex2dts_rooms        := fex2dts dt lib
imager_rooms         := imager dt lib
serial-capture_rooms := serial-tools lib
serial-report_rooms  := serial-tools lib
fex2dts_libs         := libfdt
# it runs once a file in build scripts: without the dynamic linker it starts in half the time
fex2dts_link_release := -static-pie
imager_libs          := libconfuse libfdt libarchive libdeflate libcrypto fdisk ext2fs liblzma libzstd liblz4 bzip2 zlib
serial-capture_libs  := libpcre2-8 libzstd libarchive libdeflate libcrypto
serial-report_libs   := libpcre2-8 libzstd libarchive libdeflate libcrypto

objects  = $(patsubst %.c,$(OUT)/obj/%.o,$(1))
sources  = $(filter-out $(1)/main%.c,$(filter $(1)/%,$(names)))
archive  = $(OUT)/lib/$(1).a
programs := $(foreach p,$(PROGRAMS),$(if $(wildcard $($(p)_main)),$(BIN)/$(p)))

.PHONY: all
all: $(programs)
	@:

define room_rule
$(call archive,$(1)): $(call objects,$(call sources,$(1))) $(OUT)/names
	@mkdir -p $$(@D) && rm -f $$@ && $$(AR) rcs $$@ $$(filter %.o,$$^)
endef
$(foreach r,$(ROOMS),$(eval $(call room_rule,$(r))))

define program_rule
$(BIN)/$(1): $(call objects,$($(1)_main)) $(foreach r,$($(1)_rooms),$(call archive,$(r)))
	@mkdir -p $$(@D)
	@echo "  LD    $$@"
	$$(Q)$$(call link,$($(1)_link_$(BUILD))) -o $$@ $$^ $$(foreach l,$($(1)_libs),$$(PKG_LIBS_$$(l))) -lm
endef
$(foreach p,$(PROGRAMS),$(eval $(call program_rule,$(p))))

$(OUT)/obj/%.o: %.c $(OUT)/flags | packages
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CCACHE) $(COMPILE) -MMD -MP -c -o $@ $<
-include $(shell find $(OUT)/obj -name '*.d' 2>/dev/null)

# ---- the main job --------------------------------------------------------------------------------
# SET="bl1=none u-boot=FILE" replaces parts. Another entry gets an image of its own.
IMAGE = $(if $(ENTRY),sd-$(ENTRY).img,sd.img)
.PHONY: run image setup
setup:
	@BOARD=$(if $(filter image run,$(MAKECMDGOALS)),$(BOARD)) build/setup
.PHONY: setup-tests
setup-tests:
	@build/setup --tests
image: setup
	@$(MAKE) --no-print-directory all
	@$(BIN)/imager build $(BOARD) $(if $(ENTRY),--entry $(ENTRY)) $(SET:%=--set %) -o out/$(BOARD)/$(IMAGE)
run: image
	@$(BIN)/imager run $(BOARD) $(if $(ENTRY),--entry $(ENTRY)) --image out/$(BOARD)/$(IMAGE)

# ---- tests: everything speaks TAP, tests/run counts ----------------------------------------------
TESTS   := $(patsubst tests/unit/%.c,$(OUT)/tests/%,$(wildcard tests/unit/test-*.c))
HELPERS := $(patsubst tests/unit/%.c,$(OUT)/obj/tests/unit/%.o,$(filter-out tests/unit/test-%.c,$(wildcard tests/unit/*.c)))
$(OUT)/tests/%: $(OUT)/obj/tests/unit/%.o $(HELPERS) $(foreach r,imager fex2dts serial-tools dt lib,$(call archive,$(r)))
	@mkdir -p $(@D)
	$(Q)$(link) $(QUICK_LINK) -o $@ $^ $(foreach l,$(PACKAGES),$(PKG_LIBS_$(l))) -lm

.PHONY: check check-schema check-unit check-golden check-house check-live check-boot check-fuzz check-sanitizers tests bench format lint clean
tests: all $(TESTS)
# all cores, unless told otherwise
JOBS = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))
check: setup-tests
	@$(MAKE) --no-print-directory $(JOBS) tests
	@$(MAKE) --no-print-directory $(JOBS) BUILD=asan tests fuzzers
	@tests/run all
check-schema: setup-tests
	@$(MAKE) --no-print-directory all
	@ALL=1 tests/run tests/live/fex-schema.sh tests/live/fex-answered.sh tests/live/fex-other-socs.sh
check-unit check-golden check-house check-live check-boot check-fuzz check-sanitizers: setup-tests
	@$(MAKE) --no-print-directory $(JOBS) $(if $(filter check-sanitizers,$@),BUILD=asan) tests
	@tests/run $(patsubst check-%,%,$@)
FUZZERS := $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(wildcard tests/fuzz/fuzz-*.c))
$(OUT)/fuzz/fuzz-baud: $(OUT)/obj/tests/fuzz/baud-automaton.o
$(OUT)/obj/tests/fuzz/baud-automaton.o: OUR_CFLAGS := $(filter-out -fsanitize=%,$(OUR_CFLAGS)) -O2
$(OUT)/fuzz/%: $(OUT)/obj/tests/fuzz/%.o $(foreach r,imager fex2dts serial-tools dt lib,$(call archive,$(r)))
	@mkdir -p $(@D)
	$(Q)$(link) $(QUICK_LINK) -fsanitize=fuzzer -o $@ $(filter %.o,$^) $(filter %.a,$^) $(foreach l,$(PACKAGES),$(PKG_LIBS_$(l))) -lm
.PHONY: fuzzers
fuzzers: $(FUZZERS)
bench: setup-tests
	@$(MAKE) --no-print-directory all
	@tests/bench/run
# how each source is compiled, for clangd and clang-tidy: what make would say to build them all
.PHONY: compile_commands.json
compile_commands.json:
	@$(MAKE) -nB --no-print-directory CCACHE= $(call objects,$(shell find $(ROOMS) tests/unit tests/fuzz tests/bench -name '*.c' | LC_ALL=C sort)) | \
		sed -n -e 's/["\\]/\\&/g' -e 's|^.* -c -o [^ ]* \([^ ]*\.c\)$$|{ "directory": "$(CURDIR)", "file": "\1", "command": "&" }|p' | \
		sed -e '1s/^/[\n/' -e '$$!s/$$/,/' -e '$$s/$$/\n]/' >$(or $(COMMANDS),$@)
format:
	@clang-format -i $$(git ls-files -co --exclude-standard '*.c' '*.h' | while read -r f; do [ ! -e "$$f" ] || echo "$$f"; done)
# FILES="lib/run.c" looks at these alone
lint: setup-tests
	@FILES="$(FILES)" build/lint -std=gnu11 $(filter -D_GNU% -I%,$(OUR_CPPFLAGS)) -DVERSION='"$(VERSION)"' $(WARNINGS) $(PKG_CFLAGS)
clean:
	@rm -rf out compile_commands.json

# ---- install: PREFIX is where all will be used from, DESTDIR where it is put meanwhile ------------
DOCDIR ?= $(PREFIX)/share/doc/board-bringup
put    := $(DESTDIR)$(PREFIX)
DIRS   := bin lib/systemd/system lib/udev/rules.d share/board-bringup share/man/man1 share/bash-completion/completions
.PHONY: install deb
install: all
	install -d $(foreach d,$(DIRS),"$(put)/$(d)") "$(DESTDIR)$(DOCDIR)/docs"
	install $(programs) "$(put)/bin"
	cp -R share/. boards "$(put)/share/board-bringup"
	chmod -R u=rwX,go=rX "$(put)/share/board-bringup"
	for page in docs/man/*.1; do sed '1s/"board-bringup [0-9.]*"/"board-bringup $(VERSION)"/' $$page | \
		install -m 644 /dev/stdin "$(put)/share/man/man1/$${page##*/}" || exit; done
	sed 's|/usr/bin/|$(PREFIX)/bin/|' dist/systemd/serial-capture@.service | install -m 644 /dev/stdin "$(put)/lib/systemd/system/serial-capture@.service"
	install -m 644 dist/udev/60-serial-capture.rules "$(put)/lib/udev/rules.d"
	for tool in $(PROGRAMS); do install -m 644 dist/bash-completion/board-bringup "$(put)/share/bash-completion/completions/$$tool" || exit; done
	install -m 644 README.md NEWS LICENSE CONTRIBUTING.md "$(DESTDIR)$(DOCDIR)"
	install -m 644 docs/*.md docs/*.svg "$(DESTDIR)$(DOCDIR)/docs"

# Debian packages in out/deb, made of a copy of what git does not ignore (of all, where there is no git)
DEB := out/deb/board-bringup-$(VERSION)
deb:
	@[ "$$(dpkg-parsechangelog -S Version)" = "$(VERSION)" ] || { echo "debian/changelog does not begin with version $(VERSION), as NEWS does" >&2; exit 1; }
	@rm -rf out/deb && mkdir -p $(DEB)
	@git ls-files -coz --exclude-standard >out/deb/files 2>/dev/null && [ -s out/deb/files ] || find . \( -path ./out -o -path ./.git \) -prune -o ! -type d -print0 >out/deb/files
	@tar -c --null -T out/deb/files >out/deb/copy.tar && tar -x -C $(DEB) <out/deb/copy.tar && rm out/deb/copy.tar out/deb/files
	@cd $(DEB) && env -u MAKEFLAGS -u MFLAGS dpkg-buildpackage -us -uc >../build.log 2>&1 || { tail -n 30 ../build.log >&2; exit 1; }
	@ls out/deb/*.deb
