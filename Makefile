# Everything built lands in out/; programs in out/bin. `make run` and `make check` are the two
# commands to know; README.md tells the rest.
#   BUILD=release (default) | debug | asan | fuzz    side by side under out/BUILD
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

OUT := out/$(BUILD)
BIN := $(if $(filter release,$(BUILD)),out/bin,$(OUT)/bin)

# ---- what it needs from Debian -------------------------------------------------------------------
.DEFAULT_GOAL := all
PACKAGES := libconfuse libfdt libarchive libdeflate libcrypto fdisk cmocka libpcre2-8 libzstd ext2fs liblzma liblz4 bzip2 zlib
include build/packages.mk

WARNINGS := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2
ifdef CI
WARNINGS += -Werror
endif
VERSION  := $(shell sed -n '1s/^[^ ]* \([0-9.]*\).*/\1/p' NEWS)
CPPFLAGS := -D_GNU_SOURCE -I. -DINSTALL_PREFIX='"$(PREFIX)"'
OPTIMISE_release := -O2 -g
OPTIMISE_debug   := -O0 -g3
OPTIMISE_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -DARENA_MALLOC
OPTIMISE_fuzz    := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined -DARENA_MALLOC
ifeq ($(BUILD),fuzz)
CC := clang
endif
CFLAGS  := -std=gnu11 $(WARNINGS) $(OPTIMISE_$(BUILD)) $(PKG_CFLAGS)
LDFLAGS := -Wl,--as-needed $(filter -fsanitize=%,$(filter-out -fsanitize=%fuzzer-no-link,$(OPTIMISE_$(BUILD))))
ifeq ($(BUILD),fuzz)
LDFLAGS += -fsanitize=address,undefined
# its arithmetic, a million times per input, has no branches that an input could reach anew
out/fuzz/obj/serial-tools/baud/baud-automaton.o: CFLAGS := $(filter-out -fsanitize=%,$(CFLAGS)) -O2
endif

# ---- rooms: one library each, programs are their main files --------------------------------------
ROOMS    := lib dt fex2dts imager serial-tools
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
fex2dts_link_release := -static
imager_libs          := libconfuse libfdt libarchive libdeflate libcrypto fdisk ext2fs liblzma libzstd liblz4 bzip2 zlib
serial-capture_libs  := libpcre2-8 libzstd libarchive libdeflate libcrypto
serial-report_libs   := libpcre2-8 libzstd libarchive libdeflate libcrypto

objects  = $(patsubst %.c,$(OUT)/obj/%.o,$(1))
sources  = $(filter-out $(1)/main%.c,$(shell find $(1) -name '*.c' | LC_ALL=C sort))
archive  = $(OUT)/lib/$(1).a
programs := $(foreach p,$(PROGRAMS),$(if $(wildcard $($(p)_main)),$(BIN)/$(p)))

.PHONY: all
all: $(programs)
	@:

define room_rule
$(call archive,$(1)): $(call objects,$(call sources,$(1)))
	@mkdir -p $$(@D) && rm -f $$@ && ar rcs $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call room_rule,$(r))))

define program_rule
$(BIN)/$(1): $(call objects,$($(1)_main)) $(foreach r,$($(1)_rooms),$(call archive,$(r)))
	@mkdir -p $$(@D)
	@echo "  LD    $$@"
	@$$(CC) $$(LDFLAGS) $($(1)_link_$(BUILD)) -o $$@ $$^ $$(foreach l,$($(1)_libs),$$(PKG_LIBS_$$(l))) -lm
endef
$(foreach p,$(PROGRAMS),$(eval $(call program_rule,$(p))))

$(OUT)/obj/%.o: %.c | packages
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CCACHE) $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(OUT)/obj/lib/options.o: CPPFLAGS += -DVERSION='"$(VERSION)"'
$(OUT)/obj/lib/options.o: NEWS
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
	@$(CC) $(LDFLAGS) -o $@ $^ $(foreach l,$(PACKAGES),$(PKG_LIBS_$(l))) -lm

.PHONY: check check-schema check-unit check-golden check-house check-live check-boot check-fuzz check-sanitizers tests bench format lint clean
tests: all $(TESTS)
check: setup-tests
	@$(MAKE) --no-print-directory tests
	@$(MAKE) --no-print-directory BUILD=asan tests
	@tests/run all
check-schema: setup-tests
	@$(MAKE) --no-print-directory all
	@ALL=1 tests/run tests/live/fex-schema.sh tests/live/fex-answered.sh tests/live/fex-other-socs.sh
check-unit check-golden check-house check-live check-boot check-fuzz check-sanitizers: setup-tests
	@$(MAKE) --no-print-directory $(if $(filter check-sanitizers,$@),BUILD=asan) tests
	@tests/run $(patsubst check-%,%,$@)
FUZZERS := $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(wildcard tests/fuzz/fuzz-*.c))
$(OUT)/fuzz/%: $(OUT)/obj/tests/fuzz/%.o $(foreach r,imager fex2dts serial-tools dt lib,$(call archive,$(r)))
	@mkdir -p $(@D)
	@$(CC) -fsanitize=address,undefined,fuzzer -o $@ $^ $(foreach l,$(PACKAGES),$(PKG_LIBS_$(l))) -lm
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
	@clang-format -i $$(git ls-files '*.c' '*.h')
# FILES="lib/run.c" looks at these alone
lint: setup-tests
	@FILES="$(FILES)" build/lint -std=gnu11 $(CPPFLAGS) $(WARNINGS) $(PKG_CFLAGS)
clean:
	@rm -rf out compile_commands.json

# ---- install -------------------------------------------------------------------------------------
SHARE := $(DESTDIR)$(PREFIX)/share/board-bringup
.PHONY: install
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE) $(DESTDIR)$(PREFIX)/share/man/man1
	install $(programs) $(DESTDIR)$(PREFIX)/bin
	cp -R share/. $(SHARE)/
	cp -R boards $(SHARE)/
	for page in docs/man/*.1; do [ ! -e "$$page" ] || install -m 644 "$$page" $(DESTDIR)$(PREFIX)/share/man/man1; done
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system $(DESTDIR)$(PREFIX)/lib/udev/rules.d $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	sed 's|/usr/bin/|$(PREFIX)/bin/|' dist/systemd/serial-capture@.service >$(DESTDIR)$(PREFIX)/lib/systemd/system/serial-capture@.service
	install -m 644 dist/udev/60-serial-capture.rules $(DESTDIR)$(PREFIX)/lib/udev/rules.d
	for tool in $(PROGRAMS); do install -m 644 dist/bash-completion/board-bringup $(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$tool; done
