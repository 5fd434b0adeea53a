// SPDX-License-Identifier: MIT
// The page of a fleet: its lines as a table to take away.

function start() {
  const data = JSON.parse(document.getElementById('data').textContent);
  const table = {
    what: 'Every installation', columns: data.columns, size: data.installations.length, row: (i) => data.installations[i],
  };
  placeTable(document.querySelector('[data-table]'), table, 'tixdb-installations');
}

start();
