-- SPDX-License-Identifier: MIT
DETACH DATABASE source
