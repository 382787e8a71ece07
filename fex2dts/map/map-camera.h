/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cameras on a parallel bus: the sensor below its I2C controller, its supplies, clock and wires, and the
 * link to the SoC's camera interface. Mainline's boards leave them off, so does this until the
 * owner says otherwise, with yes or the name of another sensor than the file's.
 */
#ifndef FEX2DTS_MAP_CAMERA_H
#define FEX2DTS_MAP_CAMERA_H

#include "fex2dts/map/map.h"

map_fn map_camera;

#endif
