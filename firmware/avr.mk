# The images for the boards. They are built as the Arduino tools build them, with the recipes and flags of the core's
# platform.txt and boards.txt; our own files are compiled with warnings.

ARDUINO_AVR ?= /usr/share/arduino/hardware/arduino/avr
BOARDS := uno nano mega
MCU_uno := atmega328p
MCU_nano := atmega328p
MCU_mega := atmega2560
NAME_uno := AVR_UNO
NAME_nano := AVR_NANO
NAME_mega := AVR_MEGA2560
VARIANT_uno := standard
VARIANT_nano := eightanaloginputs
VARIANT_mega := mega
# The Arduino tools relax calls for this board only.
RELAX_mega := ,--relax
RETURN_SIZE_uno := 2
RETURN_SIZE_nano := 2
RETURN_SIZE_mega := 3

AVR_OUT := $(BUILD)/firmware
AVR_CORE := $(ARDUINO_AVR)/cores/arduino
AVR_SRC := $(sort $(wildcard firmware/src/*.c)) $(sort $(wildcard firmware/src/wire/*.c))
# The files of the core that are linked: main(), init(), yield(). The linker would omit the others.
AVR_CORE_SRC := main.cpp wiring.c hooks.c

AVR_BOTH := -g -Os -ffunction-sections -fdata-sections -flto -MMD -MP -DF_CPU=16000000L -DARDUINO=10819 \
            -DARDUINO_ARCH_AVR
AVR_C := -std=gnu11 -fno-fat-lto-objects
AVR_CXX := -std=gnu++11 -fpermissive -fno-exceptions -fno-threadsafe-statics
AVR_STRICT := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Werror

# $(1): the board
define avr_board
# The order in which the Arduino tools link: it decides where variables lie.
AVR_OBJ_$(1) := $(AVR_OUT)/obj/$(1)/firmware.ino.o $$(AVR_SRC:firmware/%.c=$(AVR_OUT)/obj/$(1)/%.o)
AVR_CORE_OBJ_$(1) := $$(AVR_CORE_SRC:%=$(AVR_OUT)/obj/$(1)/core/%.o)
AVR_BOARD_$(1) := -mmcu=$(MCU_$(1)) -DARDUINO_$(NAME_$(1)) -I$(AVR_CORE) -I$(ARDUINO_AVR)/variants/$(VARIANT_$(1))

$(AVR_OUT)/obj/$(1)/src/%.o: firmware/src/%.c firmware/avr.mk
	@mkdir -p $$(@D)
	$$(call say,AVR-CC)
	$$(Q)avr-gcc -c $(AVR_BOTH) $(AVR_C) $(AVR_STRICT) $$(AVR_BOARD_$(1)) -o $$@ $$<

$(AVR_OUT)/obj/$(1)/firmware.ino.o: firmware/firmware.ino firmware/avr.mk
	@mkdir -p $$(@D)
	$$(call say,AVR-CC)
	$$(Q)avr-g++ -c $(AVR_BOTH) $(AVR_CXX) $$(AVR_BOARD_$(1)) -x c++ -include Arduino.h -o $$@ $$<

$(AVR_OUT)/obj/$(1)/core/%.c.o: $(AVR_CORE)/%.c firmware/avr.mk
	@mkdir -p $$(@D)
	$$(call say,AVR-CC)
	$$(Q)avr-gcc -c -w $(AVR_BOTH) $(AVR_C) $$(AVR_BOARD_$(1)) -o $$@ $$<

$(AVR_OUT)/obj/$(1)/core/%.cpp.o: $(AVR_CORE)/%.cpp firmware/avr.mk
	@mkdir -p $$(@D)
	$$(call say,AVR-CC)
	$$(Q)avr-g++ -c -w $(AVR_BOTH) $(AVR_CXX) $$(AVR_BOARD_$(1)) -o $$@ $$<

$(AVR_OUT)/obj/$(1)/core.a: $$(AVR_CORE_OBJ_$(1))
	@rm -f $$@
	$$(Q)avr-gcc-ar rcs $$@ $$^

$(AVR_OUT)/$(1).elf: $$(AVR_OBJ_$(1)) $(AVR_OUT)/obj/$(1)/core.a
	$$(call say,AVR-LD)
	$$(Q)avr-gcc -w -Os -g -flto -fuse-linker-plugin -Wl,--gc-sections$(RELAX_$(1)) -mmcu=$(MCU_$(1)) -o $$@ $$^ -lm

$(AVR_OUT)/$(1).budget: $(AVR_OUT)/$(1).elf firmware/budget.sh firmware/stack-bound.awk
	$$(Q)firmware/budget.sh $(1) $$< $(RETURN_SIZE_$(1)) >$$@.new
	@mv $$@.new $$@

$(AVR_OUT)/$(1).hex: $(AVR_OUT)/$(1).elf
	$$(Q)avr-objcopy -O ihex -R .eeprom $$< $$@

-include $$(AVR_OBJ_$(1):.o=.d) $$(AVR_CORE_OBJ_$(1):.o=.d)
endef
$(foreach board,$(BOARDS),$(eval $(call avr_board,$(board))))

.PHONY: firmware
firmware: $(BOARDS:%=$(AVR_OUT)/%.elf) $(BOARDS:%=$(AVR_OUT)/%.hex) $(BOARDS:%=$(AVR_OUT)/%.budget)
	@cat $(BOARDS:%=$(AVR_OUT)/%.budget)

# The sketch with which ours is compared (tests/image/test_sampling.c), for the Nano, with the files of the core that it
# needs.
USUAL := tests/image/usual_sketch/usual_sketch.ino
USUAL_CORE_SRC := main.cpp wiring.c hooks.c wiring_analog.c wiring_digital.c HardwareSerial.cpp HardwareSerial0.cpp \
                  Print.cpp
USUAL_OBJ := $(USUAL_CORE_SRC:%=$(AVR_OUT)/obj/nano/core/%.o)

$(AVR_OUT)/obj/nano/usual_sketch.ino.o: $(USUAL) firmware/avr.mk
	@mkdir -p $(@D)
	$(call say,AVR-CC)
	$(Q)avr-g++ -c $(AVR_BOTH) $(AVR_CXX) $(AVR_BOARD_nano) -x c++ -include Arduino.h -o $@ $<

$(AVR_OUT)/usual_sketch.elf: $(AVR_OUT)/obj/nano/usual_sketch.ino.o $(USUAL_OBJ)
	$(call say,AVR-LD)
	$(Q)avr-gcc -w -Os -g -flto -fuse-linker-plugin -Wl,--gc-sections -mmcu=$(MCU_nano) -o $@ $^ -lm
