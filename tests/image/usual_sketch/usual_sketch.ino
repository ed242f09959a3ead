/* SPDX-License-Identifier: MIT */
/* A typical sketch for a board like this: read, print, wait. test_sampling.c compares the firmware with it. */
void setup()
{
    Serial.begin(115200);
}

void loop()
{
    Serial.print(millis());
    for (int strip = 0; strip < 8; strip++) {
        Serial.print(',');
        Serial.print(analogRead(A0 + strip));
    }
    Serial.println();
    delay(10);
}
