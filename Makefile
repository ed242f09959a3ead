# The instrumented foam roller: firmware, logger, analyzer. `make help` lists the targets.

BUILD ?= build
# plain: for users. asan: gcc with AddressSanitizer and UBSan. clang: clang with the same two.
# tsan: gcc with ThreadSanitizer, for the logger's two threads. fuzz: clang with libFuzzer, for `make fuzz`.
# coverage: gcc, for the counts of `make coverage`; not optimised, so that lines and branches are those of the source.
# posix: gcc, without what only Linux has (logger/platform/posix.c).
VARIANT ?= plain

# The compiler: CC of the command line or the environment, else the variant's own.
ifeq ($(origin CC),default)
  CC := $(if $(filter clang fuzz,$(VARIANT)),clang,gcc)
endif
PKG_CONFIG ?= pkg-config

ifeq ($(VARIANT),plain)
  SANITIZE :=
  OPTIMISE := -O2
else ifeq ($(VARIANT),asan)
  SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
  OPTIMISE := -O1
else ifeq ($(VARIANT),clang)
  SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
  OPTIMISE := -O1
else ifeq ($(VARIANT),tsan)
  SANITIZE := -fsanitize=thread
  OPTIMISE := -O1
else ifeq ($(VARIANT),fuzz)
  SANITIZE := -fsanitize=address,undefined,float-cast-overflow,fuzzer-no-link -fno-sanitize-recover=all -fno-omit-frame-pointer
  OPTIMISE := -O1
else ifeq ($(VARIANT),coverage)
  # With gnu11, gcc recognises fork and exec, and writes the counts before a process executes another program.
  SANITIZE := --coverage -fprofile-update=atomic -std=gnu11 -DGCOV_TAKES_MEMORY
  OPTIMISE := -O0
else ifeq ($(VARIANT),posix)
  SANITIZE :=
  OPTIMISE := -O2
else
  $(error VARIANT is plain, asan, clang, tsan, fuzz, coverage or posix)
endif

OUT := $(BUILD)
ifneq ($(VARIANT),plain)
  OUT := $(BUILD)/$(VARIANT)
endif
OBJ := $(OUT)/obj

# The file of logger/platform for this system.
PLATFORM_OF_Linux := linux
PLATFORM_OF_Darwin := macos
PLATFORM := $(or $(if $(filter-out posix,$(VARIANT)),$(PLATFORM_OF_$(shell uname -s))),posix)

VERSION := 0.1.0
# CPPFLAGS, CFLAGS and LDFLAGS belong to the user: they follow ours, so `make CFLAGS=-Wno-error` wins.
# -ffp-contract=off: every compiler and processor computes the same numbers.
ALL_CFLAGS := -std=c11 -g $(OPTIMISE) $(SANITIZE) -ffp-contract=off -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes \
          -Wmissing-prototypes -Wpointer-arith -Wformat=2 -Wvla -Wundef -Werror $(CFLAGS)
ALL_CPPFLAGS := -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -DROLLER_VERSION='"$(VERSION)"' $(CPPFLAGS)
ifeq ($(PLATFORM),macos)
  ALL_CPPFLAGS += -D_DARWIN_C_SOURCE -include xlocale.h # flock, TIOCEXCL; newlocale
endif
ALL_LDFLAGS := $(SANITIZE) $(LDFLAGS)

MACHINE := $(shell $(CC) -dumpmachine)
# Use 64 bits for file sizes and times on 32-bit processors, too.
SIZES := $(if $(filter i386-% i486-% i586-% i686-% arm-%,$(MACHINE)),-D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64)
ALL_CPPFLAGS += $(SIZES)
# Avoid the x87: its 80-bit arithmetic gives different numbers from those of other processors.
ifneq ($(filter i386-% i486-% i586-% i686-%,$(MACHINE)),)
  ALL_CFLAGS += -msse2 -mfpmath=sse
endif

AR := ar

# Kept in a file: when they change, everything is built again. ccache makes no difference to what is built.
FLAGS := $(strip $(filter-out ccache,$(CC)) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS))
FLAGS_QUOTED := '$(subst ','\'',$(FLAGS))'
.PHONY: always
$(OUT)/flags: always
	@mkdir -p $(@D)
	@printf '%s\n' $(FLAGS_QUOTED) | cmp -s - $@ || printf '%s\n' $(FLAGS_QUOTED) >$@

# For targets that build much, and that are given to make without -j.
JOBS = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(or $(shell getconf _NPROCESSORS_ONLN),2))

# Print one line per file; `make V=1` shows the commands instead.
ifeq ($(V),)
  Q := @
  say = @printf '  %-8s %s\n' '$(1)' '$@'
else
  Q :=
  say =
endif

# ---- Sources by layer: see docs/ARCHITECTURE.md; `make check-layout` checks that includes go to lower layers ----

WIRE_SRC      := $(wildcard firmware/src/wire/*.c)
DEVICE_SRC    := $(filter-out firmware/src/hal_avr.c,$(wildcard firmware/src/*.c))
SIMULATOR_SRC := $(filter-out %/main.c,$(wildcard firmware/simulator/*.c firmware/simulator/*/*.c))
PLATFORM_SRC  := $(addprefix logger/platform/,common.c run_program.c stay_awake.c $(PLATFORM).c \
    $(if $(filter-out linux,$(PLATFORM)),not_linux.c) $(if $(filter-out macos,$(PLATFORM)),not_macos.c))
SHARED_SRC    := $(wildcard logger/shared/*.c)
LOGGER_SRC    := $(filter-out logger/main.c logger/platform/% $(SHARED_SRC),$(wildcard logger/*.c logger/*/*.c))
ANALYZER_SRC  := $(filter-out analyzer/main.c,$(wildcard analyzer/*.c analyzer/*/*.c))
APP_SRC       := $(filter-out app/main.c,$(wildcard app/*.c app/*/*.c))
WEB_FILES     := $(wildcard app/web/*.html app/web/*.css app/web/*.js app/web/*.svg app/web/*.png)
SUPPORT_SRC   := $(wildcard tests/support/*.c)

# An include names its folder: "serial/link.h". Those of the sketch are relative, as the Arduino tools require.
INC_SIMULATOR := -Ifirmware/src -Ifirmware/simulator -Ilogger
INC_LOGGER    := -Ifirmware/src -Ilogger
INC_ANALYZER  := -Ifirmware/src -Ilogger -Ianalyzer
INC_APP       := -Ilogger -Iapp

$(OBJ)/firmware/src/%.o:       INCLUDES :=
$(OBJ)/firmware/simulator/%.o: INCLUDES := $(INC_SIMULATOR)
$(OBJ)/logger/%.o:             INCLUDES := $(INC_LOGGER)
$(OBJ)/analyzer/%.o:           INCLUDES := $(INC_ANALYZER)
$(OBJ)/app/%.o:                INCLUDES := $(INC_APP)

ifeq ($(VARIANT),plain)
  # The loops over rows take most of the time of a report: 220 ms instead of 241 for an hour. No code reads errno or the
  # processor's flags after arithmetic, so the compiler may replace branches in these loops.
  $(foreach folder,text session numeric force rotation position dwell,$(OBJ)/analyzer/$(folder)/%.o) $(OBJ)/logger/shared/statistics.o: \
      ALL_CFLAGS += -O3 -fno-math-errno -fno-trapping-math
endif

objects = $(patsubst %.c,$(OBJ)/%.o,$(1))

# The flags of a library according to pkg-config, or $(2) if pkg-config does not know it. -isystem: no warnings for its
# headers.
library_flags = $(or $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(1) 2>/dev/null)),$(2))
libraries     = $(or $(shell $(PKG_CONFIG) --libs $(1) 2>/dev/null),$(2))
SIMAVR_CPPFLAGS := $(call library_flags,simavr,-isystem /usr/include/simavr)
SIMAVR_LIBS := $(call libraries,simavr libelf,-lsimavr -lelf)
$(OBJ)/firmware/simulator/%.o: ALL_CPPFLAGS += $(SIMAVR_CPPFLAGS)

# libcsv has no file for pkg-config.
# Only Linux lists the serial ports without libserialport.
PLATFORM_LIBS := $(if $(filter-out linux,$(PLATFORM)),$(call libraries,libserialport,-lserialport))
LOGGER_LIBS := $(call libraries,libserialport jansson,-lserialport -ljansson)
# Compressed sessions, and names in any form of Unicode. Only macOS has iconv in a library of its own.
ANALYZER_LIBS := -lcsv $(call libraries,jansson,-ljansson) $(call libraries,zlib,-lz) $(call libraries,liblzma,-llzma) \
    $(call libraries,libzstd,-lzstd) $(call libraries,libutf8proc,-lutf8proc) $(if $(filter macos,$(PLATFORM)),-liconv) \
    $(PLATFORM_LIBS) -lm
SIMULATOR_LIBS := $(SIMAVR_LIBS) $(call libraries,jansson,-ljansson) $(PLATFORM_LIBS) -lm
APP_LIBS := $(call libraries,libmicrohttpd sqlite3 jansson,-lmicrohttpd -lsqlite3 -ljansson) $(PLATFORM_LIBS)

PROGRAMS := $(OUT)/roller-logger $(OUT)/roller-analyzer $(OUT)/virtual-roller $(OUT)/foam-roller

.PHONY: all programs
.DEFAULT_GOAL := all
all: programs firmware
programs: $(PROGRAMS)
ifneq ($(VARIANT),plain)
  # The virtual roller looks for the firmware in its own folder.
  programs: $(OUT)/firmware
  $(OUT)/firmware: | $(PROGRAMS)
	$(Q)ln -sf ../firmware $@
endif

$(OUT)/libwire.a:      $(call objects,$(WIRE_SRC))
$(OUT)/libdevice.a:    $(call objects,$(DEVICE_SRC))
$(OUT)/libsimulator.a: $(call objects,$(SIMULATOR_SRC))
$(OUT)/libplatform.a:  $(call objects,$(PLATFORM_SRC))
$(OUT)/libshared.a:    $(call objects,$(SHARED_SRC))
$(OUT)/liblogger.a:    $(call objects,$(LOGGER_SRC))
$(OUT)/libanalyzer.a:  $(call objects,$(ANALYZER_SRC))
$(OUT)/libapp.a:       $(call objects,$(APP_SRC)) $(OBJ)/app/web_files.o
$(OUT)/libsupport.a:   $(call objects,$(SUPPORT_SRC))
$(OUT)/lib%.a:
	@mkdir -p $(@D)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

$(OUT)/roller-logger: $(OBJ)/logger/main.o $(OUT)/liblogger.a $(OUT)/libshared.a $(OUT)/libplatform.a $(OUT)/libwire.a
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LOGGER_LIBS) -lm -pthread
$(OUT)/roller-analyzer: $(OBJ)/analyzer/main.o $(OUT)/libanalyzer.a $(OUT)/libshared.a $(OUT)/libplatform.a
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ANALYZER_LIBS)
$(OUT)/virtual-roller: $(OBJ)/firmware/simulator/main.o $(OUT)/libsimulator.a $(OUT)/libshared.a $(OUT)/libwire.a $(OUT)/libplatform.a
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(SIMULATOR_LIBS)

$(OUT)/foam-roller: $(OBJ)/app/main.o $(OUT)/libapp.a $(OUT)/libshared.a $(OUT)/libplatform.a
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(APP_LIBS) -lm -pthread

# The files of the page, as a C file in the program.
$(OBJ)/app/web_files.c: app/web_files.sh $(WEB_FILES)
	@mkdir -p $(@D)
	$(Q)$< $(WEB_FILES) >$@
$(OBJ)/app/web_files.o: $(OBJ)/app/web_files.c $(OUT)/flags
	$(call say,CC)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(INCLUDES) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(OBJ)/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(INCLUDES) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)

include firmware/avr.mk
include tests/tests.mk
include docs/packaging/install.mk
include tests/bench/bench.mk

# ---- The programs at work, without hardware ----

.PHONY: demo samples picture accuracy accuracy-pairs accuracy-real accuracy-weeks bench-firmware bench-report
demo:
	@$(MAKE) --no-print-directory $(JOBS) all
	@tests/programs/demo.sh $(OUT)

# Record the samples again through the real chain. Review the difference before committing it.
samples: all
	samples/record.sh $(OUT)

# Draw the pictures of README and docs/APP.md. Needs Chromium (make deps-dev) and make deps-app.
picture: programs
	samples/picture.sh $(OUT) $(APP_WEB)

# Measure how well planted tender spots and positions are found in simulated sessions: the 40 standard ones, four kinds
# with their targets, a row for each kind of behaviour of people and sensors, and the error rates of the evidence. All
# of it is printed, also if a limit is missed; the exit status tells. A quarter of an hour on two idle cores, a second
# for 8 sessions; `make accuracy SESSIONS=10` is quicker, FIRST_SEED=5001 uses other sessions, KIND=slide shows one row.
SESSIONS ?= 100
FIRST_SEED ?= 1
accuracy: programs $(OUT)/tests/accuracy $(OUT)/tests/analyzer/dwell/test_evidence
	@status=0; \
	run() { echo "$$*"; "$$@" || status=1; }; \
	$(if $(KIND),,run $(OUT)/tests/accuracy $(OUT) standard; run $(OUT)/tests/accuracy $(OUT) targets $(SESSIONS) $(FIRST_SEED);) \
	run $(OUT)/tests/accuracy $(OUT) kinds $(SESSIONS) $(FIRST_SEED) $(KIND); \
	$(if $(KIND),,run $(OUT)/tests/analyzer/dwell/test_evidence;) \
	exit $$status

# Measure what becomes of spots if the person sits down elsewhere the second time, with the upper thigh marked and
# without. Some seconds for 60 pairs of sessions.
PAIRS ?= 60
accuracy-pairs: programs $(OUT)/tests/accuracy
	$(OUT)/tests/accuracy $(OUT) pairs $(PAIRS) $(FIRST_SEED)

# Measure how well compare and trend follow simulated people over weeks: a row for each kind, with its limit. Less than
# a minute; `make accuracy-weeks PEOPLE=40` is quicker, FIRST_SEED=5001 makes other people.
PEOPLE ?= 400
accuracy-weeks: $(OUT)/tests/accuracy_weeks
	$(OUT)/tests/accuracy_weeks $(PEOPLE) $(FIRST_SEED)

# Compare pairs of real motion sensors on one wheel; DIR has the recordings, which are not part of the project.
DIR ?= ../shared/real-imu
accuracy-real: programs $(OUT)/tests/accuracy
	$(OUT)/tests/accuracy $(OUT) real $(DIR)

# Measure at which rates the firmware runs without losses, and its processor load: a minute of simulated time per rate.
bench-firmware: firmware $(OUT)/tests/firmware_bench
	$(OUT)/tests/firmware_bench $(AVR_OUT)/uno.elf

# Measure the time from a session to the finished page, gnuplot included.
bench-report: programs
	tests/bench/report.sh $(OUT)

# ---- Packages ----

DEPS := gcc make libc6-dev pkg-config libserialport-dev libcsv-dev libjansson-dev libmicrohttpd-dev libsqlite3-dev zlib1g-dev liblzma-dev libzstd-dev libutf8proc-dev \
        libcmocka-dev libsimavr-dev libelf-dev \
        gcc-avr avr-libc binutils-avr arduino-core-avr gnuplot-nox libxml2-utils mandoc xz-utils zstd \
        locales python3-jsonschema
DEPS_DEV := clang clang-format clang-tidy cppcheck libclang-rt-dev chromium tidy arduino-builder zsh fish gcovr valgrind gettext \
        sqlite3 python3-pandas python3-matplotlib
DEPS_APP := nodejs chromium $(if $(shell command -v npm),,npm)
DEPS_FOREIGN := libreoffice-calc r-base-core python3 python3-pandas
DEPS_USB := qemu-system-x86 busybox-static cpio xz-utils
DEPS_PLATFORMS := gcc-aarch64-linux-gnu gcc-arm-linux-gnueabihf gcc-i686-linux-gnu qemu-user-static

.PHONY: deps deps-dev deps-app deps-foreign deps-usb deps-platforms
deps:
	@tests/support/install-packages.sh $(DEPS)
deps-dev:
	@tests/support/install-packages.sh $(DEPS) $(DEPS_DEV)
deps-app:
	@tests/support/install-packages.sh $(DEPS) $(DEPS_APP)
deps-foreign:
	@tests/support/install-packages.sh $(DEPS) $(DEPS_FOREIGN)
deps-usb:
	@tests/support/install-packages.sh $(DEPS) $(DEPS_USB)
	@tests/usb/kernel.sh fetch
deps-platforms:
	@tests/support/install-packages.sh $(DEPS) $(DEPS_PLATFORMS)

.PHONY: clean help
clean:
	rm -rf $(BUILD)

help:
	@echo 'make            build the programs and the firmware in $(BUILD)/'
	@echo 'make deps       install the Debian packages that are missing'
	@echo 'make install    install below PREFIX=/usr/local (DESTDIR= for packagers); make uninstall removes it'
	@echo 'make deb        build the Debian package (needs make deps-deb); make test-deb tests it in a fresh Debian 12'
	@echo 'make demo       record and analyse a session without hardware: firmware in a simulator, logger, report'
	@echo 'make test       run the tests that find most faults within minutes'
	@echo 'make test-all   run every test, plain and with sanitizers'
	@echo 'make test-usb   pull and push a USB plug with the real driver, in an emulated computer (needs make deps-usb)'
	@echo 'make test-distro  run make deps demo, make deps test and make deb in fresh Debians 12 and 13 (as root; needs make deps-deb)'
	@echo 'make test-platforms  build and test for arm64, armhf and i386, emulated (needs make deps-platforms)'
	@echo 'make test-page  check the pages in a browser: on a desktop, on a phone and printed (needs make deps-dev)'
	@echo 'make test-app   check the page of foam-roller in a browser, with the virtual roller (needs make deps-app)'
	@echo 'make test-app-attacks   attack the app: floods, slow requests, markup, another user (needs make deps-app)'
	@echo 'make test-app-kills  kill the app, the logger or the page at 200 random moments: no row is lost'
	@echo 'make bench-app  measure how soon a number is seen on that page, a long history, and a recording of MINUTES (needs make deps-app)'
	@echo 'make coverage   report which lines and branches the tests run, by file and in total (needs make deps-dev)'
	@echo 'make test-tsan  run the tests of the logger and the app under ThreadSanitizer'
	@echo 'make test-valgrind  run the tests, and the programs that they start, under valgrind (needs make deps-dev)'
	@echo 'make test-foreign  send a session through LibreOffice, pandas and R, and compare the reports (needs make deps-foreign)'
	@echo 'make faults     inject the faults of docs/FAULTS.md and show the results'
	@echo 'make test-links decode random faults of the line: LINK_SCRIPTS scripts, 10000 unless given'
	@echo 'make test-statements  check each statement of a report against its numbers: STATEMENTS sessions, 300 unless given'
	@echo 'make run-tests  run one variant of the tests; ONLY=logger/serial for one folder'
	@echo 'make check-layout  check that includes go to lower layers, and the other rules of the layout'
	@echo 'make check-format  check that every C file is formatted by clang-format 14'
	@echo 'make lint       run clang-tidy and cppcheck on the product (needs make deps-dev)'
	@echo 'make accuracy   measure how well spots and positions are found in simulated sessions, for each kind of behaviour'
	@echo 'make accuracy-pairs  measure what becomes of spots if a person sits down elsewhere the second time'
	@echo 'make accuracy-weeks  measure how well compare and trend follow simulated people over weeks'
	@echo 'make accuracy-real  compare two real motion sensors on one wheel, if DIR has their recordings'
	@echo 'make mutants    break each layer on purpose, in a copy, and check that a test fails'
	@echo 'make bench      measure the speed, compared with similar programs (needs make deps-bench)'
	@echo 'make test-slurm  test the recipe for clusters on a real Slurm (needs make deps-slurm)'
	@echo 'make bench-logger  measure the speed of the logger, compared with cat and a pyserial loop (needs make deps-bench)'
	@echo 'make bench-events  measure how late another program learns where the roller is, and what that costs'
	@echo 'make bench-firmware  measure the frame rates without loss, and the processor load'
	@echo 'make bench-report  measure how long a report takes'
	@echo 'make fuzz       fuzz all code that reads files or the wire, FUZZ_SECONDS per target (needs make deps-dev)'
	@echo 'make texts      list the texts of the programs, for translators, in docs/texts.md (needs make deps-dev)'
	@echo 'make samples    record samples/ again through the real chain'
	@echo 'make picture    draw the pictures of README and docs/APP.md again (needs make deps-dev deps-app)'
	@echo 'make firmware   build the images for Uno, Nano and Mega, and show their memory use'
	@echo 'make clean      remove $(BUILD)/'
