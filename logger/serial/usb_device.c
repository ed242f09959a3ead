/* SPDX-License-Identifier: MIT */
#include "serial/usb_device.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define PRODUCT_ANY (-1)

struct known_device {
    int vendor;
    int product_id; /* PRODUCT_ANY = everything by this vendor */
    const char *kind;
};

/* The numbers are those of /usr/share/misc/usb.ids. */
static const struct known_device known_devices[] = {
    {0x2C99, PRODUCT_ANY, "a 3D printer"},              /* Prusa Research */
    {0x27B1, PRODUCT_ANY, "a 3D printer"},              /* UltiMachine */
    {0x1D50, 0x6015, "a 3D printer"},                   /* Smoothieboard */
    {0x1D50, 0x6029, "a 3D printer"},                   /* Marlin */
    {0x1D50, 0x614E, "a 3D printer"},                   /* Klipper */
    {0x04B8, PRODUCT_ANY, "a printer"},                 /* Epson */
    {0x04F9, PRODUCT_ANY, "a printer"},                 /* Brother */
    {0x0519, PRODUCT_ANY, "a printer"},                 /* Star Micronics */
    {0x0922, PRODUCT_ANY, "a printer"},                 /* Dymo */
    {0x0A5F, PRODUCT_ANY, "a printer"},                 /* Zebra */
    {0x0421, PRODUCT_ANY, "a phone"},                   /* Nokia */
    {0x04E8, PRODUCT_ANY, "a phone"},                   /* Samsung */
    {0x05AC, PRODUCT_ANY, "a phone"},                   /* Apple */
    {0x0BB4, PRODUCT_ANY, "a phone"},                   /* HTC */
    {0x0FCE, PRODUCT_ANY, "a phone"},                   /* Sony */
    {0x1004, PRODUCT_ANY, "a phone"},                   /* LG */
    {0x18D1, PRODUCT_ANY, "a phone"},                   /* Google */
    {0x22B8, PRODUCT_ANY, "a phone"},                   /* Motorola */
    {0x2717, PRODUCT_ANY, "a phone"},                   /* Xiaomi */
    {0x05C6, PRODUCT_ANY, "a modem"},                   /* Qualcomm */
    {0x0AF0, PRODUCT_ANY, "a modem"},                   /* Option */
    {0x0BDB, PRODUCT_ANY, "a modem"},                   /* Ericsson */
    {0x1199, PRODUCT_ANY, "a modem"},                   /* Sierra Wireless */
    {0x12D1, PRODUCT_ANY, "a modem"},                   /* Huawei */
    {0x1410, PRODUCT_ANY, "a modem"},                   /* Novatel */
    {0x19D2, PRODUCT_ANY, "a modem"},                   /* ZTE */
    {0x1BC7, PRODUCT_ANY, "a modem"},                   /* Telit */
    {0x1E0E, PRODUCT_ANY, "a modem"},                   /* SimCom */
    {0x1E2D, PRODUCT_ANY, "a modem"},                   /* Cinterion */
    {0x2C7C, PRODUCT_ANY, "a modem"},                   /* Quectel */
    {0x0658, 0x0200, "a home automation adapter"},      /* Z-Wave */
    {0x1CF1, PRODUCT_ANY, "a home automation adapter"}, /* dresden elektronik */
    {0x091E, PRODUCT_ANY, "a GPS receiver"},            /* Garmin */
    {0x1546, PRODUCT_ANY, "a GPS receiver"},            /* u-blox */
    {0x0D28, PRODUCT_ANY, "a debug probe"},             /* Arm */
    {0x1366, PRODUCT_ANY, "a debug probe"},             /* SEGGER */
    {0x051D, PRODUCT_ANY, "a power supply"},            /* APC */
};

/* Words in the product's name, for devices that have the ids of their adapter. */
static const struct {
    const char *word;
    const char *kind;
} known_words[] = {
    {"printer", "a printer"},
    {"prusa", "a 3D printer"},
    {"marlin", "a 3D printer"},
    {"modem", "a modem"},
    {"phone", "a phone"},
    {"zigbee", "a home automation adapter"},
    {"z-wave", "a home automation adapter"},
    {"gps", "a GPS receiver"},
    {"gnss", "a GPS receiver"},
    {"j-link", "a debug probe"},
    {"st-link", "a debug probe"},
    {"cmsis-dap", "a debug probe"},
};

/* Like strstr, but ignores the case of letters. */
static bool contains(const char *text, const char *word)
{
    for (; *text; text++)
        if (strncasecmp(text, word, strlen(word)) == 0)
            return true;
    return false;
}

static const char *find_kind(int vendor, int product_id, const char *product)
{
    for (size_t i = 0; i < sizeof known_devices / sizeof known_devices[0]; i++) {
        const struct known_device *device = &known_devices[i];
        if (device->vendor == vendor && (device->product_id == PRODUCT_ANY || device->product_id == product_id))
            return device->kind;
    }
    for (size_t i = 0; i < sizeof known_words / sizeof known_words[0]; i++)
        if (contains(product, known_words[i].word))
            return known_words[i].kind;
    return "";
}

static bool is_listed(int vendor, const int *vendors, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (vendors[i] == vendor)
            return true;
    return false;
}

/* The vendors are those in 60-foam-roller.rules. */
enum usb_likelihood usb_device_classify(int vendor, int product_id, const char *product, const char **kind)
{
    static const int arduino[] = {0x2341, 0x2A03};
    static const int adapters[] = {0x1A86, 0x0403, 0x10C4, 0x067B}; /* CH340, FTDI, CP210x, PL2303 */
    *kind = find_kind(vendor, product_id, product);
    if (**kind)
        return USB_NO_ROLLER;
    if (is_listed(vendor, arduino, sizeof arduino / sizeof arduino[0]))
        return USB_ARDUINO;
    return is_listed(vendor, adapters, sizeof adapters / sizeof adapters[0]) ? USB_ADAPTER : USB_UNKNOWN;
}
