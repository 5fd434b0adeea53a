// SPDX-License-Identifier: MIT
// Tables of all rows, a hundred at a time, and their download. Nothing leaves the page: the file is made here.

const PAGE_ROWS = 100;

function csvOf(table) {
  const cell = (value) => {
    if (value === null) return '';
    const isFormula = typeof value === 'string' && /^[=+\-@\t\r]/.test(value);  // to a spreadsheet, as in `tixdb export`
    const text = (isFormula ? "'" : '') + value;
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };
  const lines = [table.columns.join(',')];
  for (let i = 0; i < table.size; ++i) lines.push(table.row(i).map(cell).join(','));
  return lines.join('\r\n') + '\r\n';
}

function jsonOf(table) {
  const rows = [];
  for (let i = 0; i < table.size; ++i) {
    rows.push(Object.fromEntries(table.row(i).map((value, k) => [table.columns[k], value])));
  }
  return JSON.stringify(rows, null, 1);
}

function download(text, type, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== null) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function tableElement(table, first) {
  const made = element('table', null);
  const last = Math.min(first + PAGE_ROWS, table.size);
  made.append(element('caption', 'Rows ' + (first + 1) + ' to ' + last + ' of ' + table.size + ' (times in UTC)'));
  const heading = element('tr', null);
  for (const column of table.columns) heading.append(element('th', column, { scope: 'col' }));
  const head = element('thead', null);
  head.append(heading);
  const body = element('tbody', null);
  for (let i = first; i < last; ++i) {
    const row = element('tr', null);
    table.row(i).forEach((value, k) => {
      const text = value === null ? '' : String(value);
      row.append(k === 0 ? element('th', text, { scope: 'row' })
        : element('td', text, typeof value === 'string' ? { class: 'text' } : {}));
    });
    body.append(row);
  }
  made.append(head, body);
  return made;
}

function placeTable(place, table, fileName) {
  place.hidden = false;
  const details = element('details', null);
  details.append(element('summary', table.what + ', as a table (' + table.size.toLocaleString('en') + ' rows)'));
  const shown = element('div', null, { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': table.what });
  let first = 0;
  const draw = () => shown.replaceChildren(tableElement(table, first));
  const turn = (steps) => {
    const last = Math.floor((table.size - 1) / PAGE_ROWS) * PAGE_ROWS;
    first = Math.max(0, Math.min(last, first + steps * PAGE_ROWS));
    draw();
  };
  const actions = element('p', null, { class: 'bar-actions' });
  const pages = element('p', null, { class: 'bar-actions' });
  const button = (where, text, work) => {
    const made = element('button', text, { type: 'button' });
    made.addEventListener('click', work);
    where.append(made);
  };
  button(actions, 'Download CSV', () => download(csvOf(table), 'text/csv', fileName + '.csv'));
  button(actions, 'Download JSON', () => download(jsonOf(table), 'application/json', fileName + '.json'));
  if (table.size > PAGE_ROWS) {
    button(pages, 'first', () => turn(-table.size));
    button(pages, 'previous', () => turn(-1));
    button(pages, 'next', () => turn(1));
    button(pages, 'last', () => turn(table.size));
    details.append(pages);
  }
  details.append(shown);
  details.addEventListener('toggle', () => { if (details.open && !shown.firstChild && table.size) draw(); });
  place.append(details, actions);
}

function placeTables(data) {
  const tables = tablesOf(data);
  const stem = 'tixdb-' + data.user_id + '-' + data.installation_id + '-';
  for (const place of document.querySelectorAll('[data-table]')) {
    const name = place.dataset.table;
    placeTable(place, tables[name], stem + name);
  }
}
