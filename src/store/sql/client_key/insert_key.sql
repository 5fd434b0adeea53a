-- SPDX-License-Identifier: MIT
INSERT INTO client_key (digest, public_key) VALUES (?1, ?2)
