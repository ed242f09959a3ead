/* SPDX-License-Identifier: MIT */
/* What a USB device with a serial port is, as far as its ids and its name show. */
#pragma once

/* From the most likely roller to the least likely one: the order in which ports are tried. */
enum usb_likelihood {
    USB_ARDUINO,   /* a board by Arduino */
    USB_ADAPTER,   /* an adapter that is used in copies of these boards, and in many other devices */
    USB_UNKNOWN,   /* any other device */
    USB_NO_ROLLER, /* a device that is known to be something else */
    USB_NONE       /* not on USB */
};

/* Return how likely a device with these ids and this product name ("" = unknown) is a roller. If it is known to be
 * something else, `*kind` is what it is, such as "a 3D printer"; else "". */
enum usb_likelihood usb_device_classify(int vendor, int product_id, const char *product, const char **kind);
