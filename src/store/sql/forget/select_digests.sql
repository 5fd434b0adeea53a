-- SPDX-License-Identifier: MIT
SELECT digest FROM forgotten_installation
