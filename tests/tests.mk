# Tests: each tests/AREA/test_*.c and tests/AREA/FOLDER/test_*.c is a cmocka program, linked with the layers that it
# tests and with the area's other files, which are helpers. Their folders are named like those of the code under test.

INC_TESTS := -Itests
$(OBJ)/tests/%.o:           INCLUDES := $(INC_TESTS)
$(OBJ)/tests/wire/%.o:      INCLUDES := $(INC_TESTS) -Ifirmware/src
$(OBJ)/tests/firmware/%.o:  INCLUDES := $(INC_TESTS) -Ifirmware/src
$(OBJ)/tests/simulator/%.o: INCLUDES := $(INC_TESTS) $(INC_SIMULATOR)
$(OBJ)/tests/image/%.o:     INCLUDES := $(INC_TESTS) $(INC_SIMULATOR)
$(OBJ)/tests/logger/%.o:    INCLUDES := $(INC_TESTS) $(INC_LOGGER)
$(OBJ)/tests/analyzer/%.o:  INCLUDES := $(INC_TESTS) $(INC_ANALYZER)
$(OBJ)/tests/app/%.o:       INCLUDES := $(INC_TESTS) $(INC_APP)
$(OBJ)/tests/bench/%.o:     INCLUDES := $(INC_TESTS) $(INC_SIMULATOR)
$(OBJ)/tests/usb/%.o:       INCLUDES := $(INC_TESTS) -Ifirmware/src
$(OBJ)/tests/bench/%.o $(OBJ)/tests/simulator/%.o $(OBJ)/tests/image/%.o: ALL_CPPFLAGS += $(SIMAVR_CPPFLAGS)
# Absolute paths of programs and files, so that a test may change its working directory.
$(OBJ)/tests/%.o: ALL_CPPFLAGS += -D_DEFAULT_SOURCE -DBUILD_DIR='"$(abspath $(OUT))"' -DFIRMWARE_DIR='"$(abspath $(BUILD))/firmware"' \
                              -DSOURCE_DIR='"$(CURDIR)"'
# Whether the system shows which driver and which process a serial port has, and whether a clock includes sleep.
$(OBJ)/tests/%.o: ALL_CPPFLAGS += -DPLATFORM_KNOWS_PORTS=$(if $(filter linux,$(PLATFORM)),1,0) \
                              -DPLATFORM_COUNTS_SLEEP=$(if $(filter posix,$(PLATFORM)),0,1)

TEST_LIBS_wire      := $(OUT)/libwire.a
TEST_LIBS_firmware  := $(OUT)/libdevice.a $(OUT)/libwire.a
TEST_LIBS_simulator := $(OUT)/libsimulator.a $(OUT)/libshared.a $(OUT)/libwire.a $(OUT)/libplatform.a
TEST_LIBS_image     := $(OUT)/libsimulator.a $(OUT)/libshared.a $(OUT)/libwire.a $(OUT)/libplatform.a
TEST_LIBS_logger    := $(OUT)/liblogger.a $(OUT)/libshared.a $(OUT)/libplatform.a $(OUT)/libwire.a
TEST_LIBS_analyzer  := $(OUT)/libanalyzer.a $(OUT)/libshared.a $(OUT)/libplatform.a
TEST_LIBS_app       := $(OUT)/libapp.a $(OUT)/libshared.a $(OUT)/libplatform.a
TEST_LIBS_programs  :=

TEST_SYSLIBS_wire      :=
TEST_SYSLIBS_firmware  :=
TEST_SYSLIBS_simulator := $(SIMULATOR_LIBS)
TEST_SYSLIBS_image     := $(SIMULATOR_LIBS)
TEST_SYSLIBS_logger    := $(LOGGER_LIBS) -lm
TEST_SYSLIBS_analyzer  := $(ANALYZER_LIBS)
TEST_SYSLIBS_app       := $(APP_LIBS) -lm
TEST_SYSLIBS_programs  := -ljansson -lm

# The libraries form a group, because helpers call the layers, and layers call fakes among the helpers. Apple's linker
# treats all libraries as one group, and does not know the option.
GROUP_START := -Wl,--start-group
GROUP_END   := -Wl,--end-group
ifeq ($(PLATFORM),macos)
  GROUP_START :=
  GROUP_END :=
endif
LINKED = $(filter %.o,$^) $(GROUP_START) $(filter %.a,$^) $(GROUP_END)

# The areas whose tests take longest come first, so that they are not the last to end.
TEST_AREAS := programs image wire firmware simulator logger analyzer app
TESTS :=

# $(1): the area. Its helpers are in a library, so that a test links only those that it uses.
define test_area
TEST_SRC_$(1) := $$(wildcard tests/$(1)/test_*.c tests/$(1)/*/test_*.c)
TESTS_$(1) := $$(TEST_SRC_$(1):tests/%.c=$(OUT)/tests/%)
TESTS += $$(TESTS_$(1))
$(OUT)/libtest_$(1).a: $$(call objects,$$(filter-out $$(TEST_SRC_$(1)) %_shim.c,$$(wildcard tests/$(1)/*.c tests/$(1)/*/*.c)))
$$(TESTS_$(1)): $(OUT)/tests/%: $(OBJ)/tests/%.o $(OUT)/libtest_$(1).a $$(TEST_LIBS_$(1)) $(OUT)/libsupport.a
	@mkdir -p $$(@D)
	$$(call say,LINK)
	$$(Q)$$(CC) $$(ALL_LDFLAGS) -o $$@ $$(LINKED) $$(TEST_SYSLIBS_$(1)) -lcmocka -pthread
endef
$(foreach area,$(TEST_AREAS),$(eval $(call test_area,$(area))))
$(OUT)/tests/programs/test_newcomer: $(call objects,tests/logger/support/fake_terminal.c)
$(OUT)/tests/programs/test_kinds: $(call objects,tests/accuracy/trial.c tests/accuracy/series.c)

# Fuzz targets: each tests/fuzz/TARGET.c is linked with $(FUZZ_WITH_TARGET), and either with libFuzzer or with replay.c,
# which runs it on the inputs in tests/fuzz/corpus/TARGET/.
$(OBJ)/tests/fuzz/%.o: INCLUDES := $(INC_TESTS) $(INC_ANALYZER)

FUZZ_TARGETS := wire_decoder session_decoder recorded_session live_and_check device_commands metadata session_file \
                anonymise session_list multi_session chart_script logger_arguments analyzer_arguments control_commands \
                app_requests app_events
FUZZ_WIRE := wire_decoder session_decoder recorded_session live_and_check
fuzz_objects = $(patsubst %,$(OBJ)/tests/%.o,$(1))
FUZZ_WITH_wire_decoder      := $(TEST_LIBS_wire)
FUZZ_WITH_session_decoder           := $(TEST_LIBS_logger)
FUZZ_WITH_recorded_session   := $(call fuzz_objects,fuzz/read_back) $(TEST_LIBS_logger) $(TEST_LIBS_analyzer)
FUZZ_WITH_live_and_check     := $(TEST_LIBS_logger)
FUZZ_WITH_logger_arguments   := $(call fuzz_objects,fuzz/arguments) $(TEST_LIBS_logger)
FUZZ_WITH_control_commands   := $(TEST_LIBS_logger)
FUZZ_WITH_device_commands    := $(OUT)/libtest_firmware.a $(TEST_LIBS_firmware)
FUZZ_WITH_metadata           := $(TEST_LIBS_analyzer)
FUZZ_WITH_session_file       := $(call fuzz_objects,fuzz/memory_file fuzz/script_check fuzz/output_check support/json_seen) $(TEST_LIBS_analyzer)
FUZZ_WITH_anonymise          := $(call fuzz_objects,fuzz/memory_file) $(TEST_LIBS_analyzer)
FUZZ_WITH_session_list       := $(call fuzz_objects,fuzz/memory_file) $(TEST_LIBS_analyzer)
FUZZ_WITH_multi_session       := $(call fuzz_objects,fuzz/drafted_set fuzz/script_check fuzz/output_check support/json_seen) $(TEST_LIBS_analyzer)
FUZZ_WITH_chart_script       := $(call fuzz_objects,fuzz/script_check) $(OUT)/libtest_analyzer.a $(TEST_LIBS_analyzer)
FUZZ_WITH_analyzer_arguments := $(call fuzz_objects,fuzz/arguments) $(TEST_LIBS_analyzer)
FUZZ_APP := $(call fuzz_objects,fuzz/fuzzed_app fuzz/fake_child fuzz/reply_check support/temp_dir)
$(call fuzz_objects,$(addprefix fuzz/,app_requests app_events fuzzed_app fake_child reply_check)): INCLUDES := $(INC_TESTS) $(INC_APP)
FUZZ_WITH_app_requests       := $(FUZZ_APP) $(TEST_LIBS_app)
FUZZ_WITH_app_events         := $(FUZZ_APP) $(TEST_LIBS_app)
FUZZ_SYSLIBS = $(LOGGER_LIBS) $(ANALYZER_LIBS) $(if $(filter %app_requests %app_events,$@),$(APP_LIBS)) -lcmocka -pthread

FUZZERS := $(FUZZ_TARGETS:%=$(OUT)/tests/fuzz/fuzz_%)
REPLAYS := $(FUZZ_TARGETS:%=$(OUT)/tests/fuzz/replay_%)
TESTS += $(REPLAYS)
# clang's sanitizer takes precedence over the allocator that these tests make fail, so they would all be skipped.
ifeq ($(VARIANT),clang)
  TESTS := $(filter-out %/test_sweeps,$(TESTS))
endif
# They test scripts about documents and sources, which are the same in each variant.
SCRIPT_TESTS := %/test_layout %/test_help_check %/test_run_tests
ifneq ($(VARIANT),plain)
  TESTS := $(filter-out $(SCRIPT_TESTS),$(TESTS))
endif
$(FUZZ_WIRE:%=$(OUT)/tests/fuzz/fuzz_%): $(call fuzz_objects,fuzz/wire_mutator)
.SECONDEXPANSION:
$(FUZZERS): $(OUT)/tests/fuzz/fuzz_%: $(OBJ)/tests/fuzz/%.o $$(FUZZ_WITH_$$*)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) -fsanitize=fuzzer $(ALL_LDFLAGS) -o $@ $(LINKED) $(FUZZ_SYSLIBS)
$(REPLAYS): $(OUT)/tests/fuzz/replay_%: $(OBJ)/tests/fuzz/%.o $(OBJ)/tests/fuzz/replay.o $$(FUZZ_WITH_$$*)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(LINKED) $(FUZZ_SYSLIBS)

# Preloaded into programs by tests (out of memory, a pseudo-terminal that looks like a serial device, a bad disk, a
# clock that jumps), so never built with sanitizers.
SHIMS := $(patsubst %.c,$(OUT)/tests/%.so,$(notdir $(wildcard tests/support/shim/*.c tests/logger/shim/*.c)))
vpath %_shim.c tests/support/shim tests/logger/shim
$(SHIMS): $(OUT)/tests/%.so: %.c tests/support/shim/next_function.h $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(SIZES) $(INC_TESTS) $(filter-out $(SANITIZE),$(ALL_CFLAGS)) -fPIC -shared -Wl,-Bsymbolic -o $@ $<
$(TESTS_logger) $(TESTS_analyzer): | $(SHIMS)
$(TESTS_image): | $(AVR_OUT)/usual_sketch.elf

$(OUT)/tests/accuracy: $(call objects,$(wildcard tests/accuracy/*.c)) $(OUT)/libsupport.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -ljansson -lm

$(OBJ)/tests/weeks/%.o: INCLUDES := $(INC_TESTS) $(INC_ANALYZER) -Ifirmware/simulator
$(OUT)/tests/accuracy_weeks: $(call objects,$(wildcard tests/weeks/*.c) firmware/simulator/person/weeks.c firmware/simulator/common/random.c) \
    $(OUT)/libsupport.a $(TEST_LIBS_analyzer)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ANALYZER_LIBS)

$(OUT)/tests/page_check: $(call objects,$(wildcard tests/page/*.c)) $(OUT)/libsupport.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -ljansson

$(OUT)/tests/logger_bench: $(OBJ)/tests/bench/logger_bench.o $(OUT)/libtest_logger.a $(OUT)/libsupport.a $(OUT)/libwire.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^

$(OUT)/tests/event_bench: $(OBJ)/tests/bench/event_bench.o $(OUT)/libtest_logger.a $(OUT)/libsupport.a $(OUT)/libwire.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^

$(OUT)/tests/firmware_bench: $(OBJ)/tests/bench/firmware_bench.o $(OUT)/libsimulator.a $(OUT)/libshared.a $(OUT)/libwire.a $(OUT)/libplatform.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(SIMULATOR_LIBS)

# Pull the plug of a USB adapter in an emulated computer. Needs make deps-usb, so it is not one of TESTS.
$(OUT)/tests/usb/test_usb: $(call objects,$(wildcard tests/usb/*.c)) $(OUT)/libsupport.a $(OUT)/libwire.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -ljansson -lcmocka -pthread
.PHONY: test-usb
test-usb: programs firmware $(OUT)/tests/usb/test_usb
	tests/support/run-tests.sh $(OUT)/tests/usb/test_usb

.PHONY: test test-all run-tests check-layout test-clang
# Run one variant's tests; `make run-tests ONLY=logger/serial` runs one folder.
run-tests: programs firmware $(filter $(OUT)/tests/$(ONLY)%,$(TESTS))
	tests/support/run-tests.sh $(filter $(OUT)/tests/$(ONLY)%,$(TESTS))

# Inject the faults of docs/FAULTS.md. `make faults FAULTS_TRIES=50` is quicker.
.PHONY: faults
faults: FAULTS_TRIES ?= 1000
# Rows 43 to 58, 67 to 69 and 80 are about session files and reports.
FAULTS_ANALYZER := $(addprefix $(OUT)/tests/analyzer/,session/test_damaged_files session/test_dialects session/test_foreign_files \
    session/test_table_shapes program/test_endless_input program/test_locales program/test_injection \
    program/test_program_safety program/test_sweeps)
# Run again with LeakSanitizer, to find leaks when the program is out of memory.
FAULTS_LEAKS := $(addprefix $(BUILD)/asan/tests/,logger/record/test_scarce_resources analyzer/program/test_sweeps)
# Row 59 is the fuzzing corpus here; `make fuzz` looks for new inputs. Row 60 is `make test-tsan` and `make
# test-valgrind`.
faults: programs $(TESTS_logger) $(FAULTS_ANALYZER) $(REPLAYS)
	$(MAKE) VARIANT=asan programs $(FAULTS_LEAKS)
	FAULTS_TRIES=$(FAULTS_TRIES) tests/support/faults.sh "$$(seq -s ' ' 1 59) $$(seq -s ' ' 66 77) 80" $(TESTS_logger) \
	    $(FAULTS_ANALYZER) $(REPLAYS) $(FAULTS_LEAKS)

# Decode the output of a simulated roller and line with random faults (row 71). LINK_SEED is the first seed.
LINK_SCRIPTS ?= 10000
LINK_SEED ?= 1
.PHONY: test-links
test-links: $(OUT)/tests/logger/decode/test_random_links
	LINK_SCRIPTS=$(LINK_SCRIPTS) LINK_SEED=$(LINK_SEED) $<

# Check each statement of a report against its numbers, over simulated sessions of many kinds; and those of compare and
# trend, for as many people.
STATEMENTS ?= 300
.PHONY: test-statements
STATEMENT_TESTS := $(addprefix $(OUT)/tests/analyzer/,report/test_statements multi_session/test_multi_session_statements)
test-statements: programs $(STATEMENT_TESTS)
	$(foreach test,$(STATEMENT_TESTS),STATEMENTS=$(STATEMENTS) $(test) &&) true

# Fuzz the code that reads files or the wire, FUZZ_SECONDS per target; `make fuzz FUZZ_TARGETS=session_decoder` runs one
# target.
FUZZ_SECONDS ?= 60
.PHONY: fuzz fuzzers
fuzz:
	$(MAKE) VARIANT=fuzz fuzzers
	tests/fuzz/fuzz.sh $(FUZZ_SECONDS) $(BUILD)/fuzz $(FUZZ_TARGETS:%=$(BUILD)/fuzz/tests/fuzz/fuzz_%)
fuzzers: $(FUZZERS)

# Read sessions in random dialects, DIALECT_TRIES of them from the seed DIALECT_SEED on: never a wrong number.
.PHONY: fuzz-dialects
fuzz-dialects: DIALECT_TRIES ?= 5000
fuzz-dialects: DIALECT_SEED ?= 1
fuzz-dialects: $(OUT)/tests/analyzer/session/test_dialects
	DIALECT_TRIES=$(DIALECT_TRIES) DIALECT_SEED=$(DIALECT_SEED) $(OUT)/tests/analyzer/session/test_dialects

# Send a session through LibreOffice in three languages, through pandas and through R: the same report, or a reason. A
# few minutes.
.PHONY: test-foreign
test-foreign: programs
	/usr/bin/python3 tests/foreign/foreign.py $(OUT) samples/three-spots.csv

# List the texts that a runner reads, for translators. Needs gettext (make deps-dev). check-texts: the list is that of
# the code, and no sentence is long.
.PHONY: texts check-texts
texts:
	tests/layout/texts.py . >docs/texts.md.new && mv docs/texts.md.new docs/texts.md
check-texts:
	tests/layout/texts.py . --check

.PHONY: check-format lint
check-layout:
	tests/layout/check-layout.sh

check-format:
	tests/layout/check-format.sh

lint:
	tests/layout/lint.sh

# A variant other than plain runs only its own tests.
ifeq ($(VARIANT),plain)
# Tests that take many seconds: they inject faults by the hundred, simulate minutes of a processor, wait for timeouts,
# or test the checks of documents, layout and tests.
SLOW_TESTS := $(addprefix $(OUT)/tests/, \
    $(addprefix image/test_,any_bytes faults pins rates sampling) \
    logger/calibrate/test_device_client \
    $(addprefix logger/check/test_,check_waits sound_rollers) \
    $(addprefix logger/record/test_,faulty_wire hour line_faults scarce_resources screen_legs time) \
    $(addprefix logger/serial/test_,discovery other_ports probe) \
    $(addprefix logger/storage/test_,bad_disk disk_lost) \
    analyzer/charts/test_gnuplot analyzer/dwell/test_evidence \
    $(addprefix analyzer/program/test_,injection program_safety sweeps) \
    $(addprefix programs/test_,calibrate calibrate_again calibrate_person help_check install kinds layout many_tables newcomer \
        queries run_tests task_events weeks) \
    $(addprefix app/program/test_,history_pauses kills recording slow_requests))
QUICK_TESTS = $(filter-out $(SLOW_TESTS),$(filter $(OUT)/tests/$(ONLY)%,$(TESTS)))

# The tests that find most faults, in a few minutes; ONLY as above.
test:
	@$(MAKE) --no-print-directory $(JOBS) quick-tests-built
	$(Q)tests/support/run-tests.sh $(QUICK_TESTS)
.PHONY: quick-tests-built
quick-tests-built: check-layout check-format check-texts programs firmware $(QUICK_TESTS)

# All tests: the slow ones too, and those of the programs with gcc's sanitizers.
test-all: test
	$(MAKE) tests-built
	$(MAKE) test-links LINK_SCRIPTS=1000
	$(MAKE) test-statements
	$(MAKE) VARIANT=asan tests-built
	tests/support/run-tests.sh $(filter $(SLOW_TESTS),$(TESTS)) \
	    $(patsubst $(OUT)/%,$(OUT)/asan/%,$(filter-out $(SCRIPT_TESTS),$(TESTS)))
else
test test-all: check-layout check-format check-texts run-tests
endif

test-clang: firmware
	$(MAKE) VARIANT=clang run-tests

.PHONY: test-page
# Check pages of all kinds of sessions in a browser: nothing loaded, nothing on the console, enough contrast, no
# horizontal scrolling on a phone, labels that do not overlap. Needs make deps-dev.
test-page: programs $(OUT)/tests/page_check
	tests/page/check-pages.sh $(OUT)

.PHONY: test-app test-app-attacks bench-app
# Check the app's page in a browser, first against a double of its server, then the whole way, a check and calibrations
# with the programs and the virtual roller; Chromium's own log of its network shows that no request leaves the machine.
# SHOTS=FOLDER keeps pictures of every screen. Needs make deps-app.
APP_WEB := $(abspath $(OUT))/tests/app-web
test-app: programs firmware $(APP_WEB)/node_modules
	TEST_MODULES=$(APP_WEB) node --test tests/app/web/test_page.mjs
	TEST_MODULES=$(APP_WEB) node tests/app/web/screens.mjs
	TEST_MODULES=$(APP_WEB) node --test tests/app/web/test_net_log.mjs
	TEST_MODULES=$(APP_WEB) PROGRAMS=$(abspath $(OUT)) node tests/app/web/whole_way.mjs
	TEST_MODULES=$(APP_WEB) PROGRAMS=$(abspath $(OUT)) node tests/app/web/whole_roller.mjs
	TEST_MODULES=$(APP_WEB) PROGRAMS=$(abspath $(OUT)) node tests/app/web/attacks.mjs
# Attack the app: foreign pages, floods of connections, slow requests, markup in every text, and if it runs as root,
# another user. The usual tests do the same with fewer connections, and `make test-app` what needs a browser.
APP_ATTACKS := $(addprefix $(OUT)/tests/app/,http/test_access program/test_access_denied program/test_attacks program/test_slow_requests)
test-app-attacks: ATTACK_CONNECTIONS ?= 10000
test-app-attacks: programs firmware $(APP_ATTACKS) $(APP_WEB)/node_modules
	ATTACK_CONNECTIONS=$(ATTACK_CONNECTIONS) tests/support/run-tests.sh $(APP_ATTACKS)
	TEST_MODULES=$(APP_WEB) PROGRAMS=$(abspath $(OUT)) node tests/app/web/attacks.mjs
# Kill the app, the logger or the page at random moments of a recording, KILLS of them from the seed KILLS_SEED on.
.PHONY: test-app-kills
test-app-kills: KILLS ?= 200
test-app-kills: KILLS_SEED ?= 1
test-app-kills: programs firmware $(OUT)/tests/app/program/test_kills
	APP_KILLS=$(KILLS) APP_KILLS_SEED=$(KILLS_SEED) $(OUT)/tests/app/program/test_kills
# Measure the page: from a number that is sent to the pixel, and a history of 5,000 sessions; and in a recording of
# MINUTES, from a frame to the pixel, what the page costs, and whether memory stays flat.
bench-app: MINUTES ?= 2
bench-app: programs firmware $(APP_WEB)/node_modules
	TEST_MODULES=$(APP_WEB) node tests/app/web/bench_page.mjs
	TEST_MODULES=$(APP_WEB) PROGRAMS=$(abspath $(OUT)) MINUTES=$(MINUTES) node tests/app/web/bench_recording.mjs
picture: $(APP_WEB)/node_modules
$(APP_WEB)/node_modules: tests/app/web/package.json tests/app/web/package-lock.json
	@mkdir -p $(@D)
	cp $^ $(@D)
	cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

.PHONY: check-sketch
# Check that the Arduino tools build the unchanged sketch into the image that the tests run. Needs make deps-dev.
check-sketch: firmware
	tests/image/check-sketch.sh $(BUILD)

# Report which lines and branches the tests run (a separate build; ONLY=AREA for one area). Needs make deps-dev.
ifeq ($(VARIANT),coverage)
  COUNTS_KEPT := $(OBJ)/tests/coverage/counts_kept.o
  $(PROGRAMS) $(TESTS): ALL_LDFLAGS += -Wl,--wrap=_exit $(COUNTS_KEPT)
  $(PROGRAMS) $(TESTS): | $(COUNTS_KEPT)
endif
.PHONY: coverage coverage-counted
coverage:
	$(MAKE) VARIANT=coverage coverage-counted
coverage-counted: programs firmware $(TESTS)
	tests/coverage/coverage.sh $(OUT) $(filter $(OUT)/tests/$(ONLY)%,$(TESTS))

# Run the tests of the logger and of the app under ThreadSanitizer: a separate, slow suite. The app has one thread; so
# have the libraries that it uses, as it uses them.
.PHONY: test-tsan tsan-watched
test-tsan:
	$(MAKE) VARIANT=tsan tsan-watched
tsan-watched: programs firmware $(TESTS_logger) $(TESTS_app)
	tests/support/tsan.sh $(filter $(OUT)/tests/$(ONLY)%,$(TESTS_logger) $(TESTS_app))

# Run the tests, and the programs that they start, under valgrind's memcheck: slow too. Without the tests of the logger
# that start a program, in which a simulated roller sends in real time, and without test_sweeps, because valgrind's
# malloc would take precedence over the failing one; it is run with LeakSanitizer instead. Needs make deps-dev.
VALGRIND_LOGGER = $(filter-out $(patsubst tests/%.c,$(OUT)/tests/%,$(shell grep -l -e run_program -e logger_run -e fake_terminal.h \
    -e serial_tree $(TEST_SRC_logger))),$(TESTS_logger))
VALGRIND_TESTS = $(TESTS_wire) $(TESTS_firmware) $(VALGRIND_LOGGER) \
                 $(filter-out %/test_sweeps,$(TESTS_analyzer)) $(REPLAYS)
.PHONY: test-valgrind
test-valgrind: programs $(VALGRIND_TESTS)
	tests/support/valgrind.sh $(filter $(OUT)/tests/$(ONLY)%,$(VALGRIND_TESTS))

# Run the commands of a newcomer in fresh Debians 12 and 13, as root. RELEASES chooses them, TARGETS the commands
# (test-distro.sh). Needs make deps-deb and a Debian mirror.
RELEASES ?= bookworm trixie
.PHONY: test-distro
test-distro:
	tests/distro/test-distro.sh $(BUILD)/distro $(RELEASES)

# Build and test for other processors, emulated; PLATFORMS chooses them, ONLY the folder of tests. Needs make
# deps-platforms.
PLATFORMS ?= arm64 armhf i386
.PHONY: test-platforms run-emulated
test-platforms: programs
	tests/platforms/test-platforms.sh $(OUT) $(BUILD)/platforms "$(ONLY)" $(PLATFORMS)
# The tests of test-platforms.sh that start no program, and all of them. Left out: recordings in real time, for which
# emulation is too slow; limits on memory, which the emulator exceeds; the names of processes, which are the emulator's;
# and programs that are started by the hundred.
EMULATED_ALONE := $(TESTS_wire) $(TESTS_firmware) $(filter-out %/test_platform,$(VALGRIND_LOGGER)) $(patsubst tests/%.c,$(OUT)/tests/%, \
    $(shell grep -L -e run_program -e program_fixture -e session_fixture -e gnuplot -e drawn_sample -e svg_read -e sweep \
    $(TEST_SRC_analyzer)))
EMULATED = $(EMULATED_ALONE) $(filter-out $(EMULATED_ALONE) %/test_endless_input %/test_injection %/test_sweeps,$(TESTS_analyzer))
run-emulated: $(filter $(OUT)/tests/$(ONLY)%,$(EMULATED))
	tests/support/run-tests.sh $(filter $(OUT)/tests/$(ONLY)%,$(EMULATED))

.PHONY: tests-built
tests-built: programs $(TESTS)

.PHONY: mutants
# Break each layer on purpose, in a copy, and check that a test fails (about ten minutes).
mutants:
	tests/layout/mutants.sh
