/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sound: the codec and its amplifier; S/PDIF. */
#ifndef FEX2DTS_MAP_SOUND_H
#define FEX2DTS_MAP_SOUND_H

#include "fex2dts/map/map.h"

map_fn map_audio, map_spdif;

#endif
