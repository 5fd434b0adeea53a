// SPDX-License-Identifier: MIT
// The data of the page: columns as src/page/page_data.cpp writes them, made into rows.

function readData() {
  const data = JSON.parse(document.getElementById('data').textContent);
  const sums = (differences) => {
    let sum = 0;
    return differences.map((difference) => (sum += difference));
  };
  data.windows.last_s = sums(data.windows.last_s);
  data.hours.hour_s = sums(data.hours.hour_s);
  return data;
}

// Seconds that local time is ahead of UTC.
function offsetAt(data, unixS) {
  let offset = data.offsets[0][1];
  for (const [from, seconds] of data.offsets) {
    if (from > unixS) break;
    offset = seconds;
  }
  return offset;
}

function localText(data, unixS) {
  return new Date((unixS + offsetAt(data, unixS)) * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

function isoText(unixS) {
  return new Date(unixS * 1000).toISOString().replace('.000Z', 'Z');
}

function fractionOf(tenThousandths) {
  return tenThousandths === null ? null : tenThousandths / 10000;
}

function millisecondsOf(microseconds) {
  return microseconds === null ? null : microseconds / 1000;
}

const STATES = { n: 'none', w: 'weak', c: 'clear', '-': null };

// Each table: its columns' names, how many rows it has, and a row as an array of values.
function tablesOf(data) {
  const windows = data.windows;
  const hours = data.hours;
  const hourColumns = Object.keys(hours).filter((name) => name !== 'hour_s');
  const value = (name, i) => (name === 'loss' ? fractionOf(hours[name][i])
    : name.endsWith('_us') ? millisecondsOf(hours[name][i]) : hours[name][i]);
  return {
    windows: {
      what: 'Every result',
      columns: ['window_end', 'last_s', 'up_usage', 'down_usage', 'up_quality', 'down_quality', 'up_state', 'down_state'],
      size: windows.last_s.length,
      row: (i) => [isoText(windows.last_s[i]), windows.last_s[i], fractionOf(windows.up_usage[i]), fractionOf(windows.down_usage[i]),
        fractionOf(windows.up_quality[i]), fractionOf(windows.down_quality[i]), STATES[windows.up_state[i]], STATES[windows.down_state[i]]],
    },
    hours: {
      what: 'Every hour',
      columns: ['hour', 'hour_s', ...hourColumns.map((name) => name.replace(/_us$/, '_ms'))],
      size: hours.hour_s.length,
      row: (i) => [isoText(hours.hour_s[i]), hours.hour_s[i], ...hourColumns.map((name) => value(name, i))],
    },
    gaps: {
      what: 'Every gap',
      columns: ['gap_start', 'gap_end', 'reason', 'detail', 'remedy'],
      size: data.gaps.length,
      row: (i) => {
        const gap = data.gaps[i];
        return [isoText(gap.from_s), isoText(gap.to_s), gap.reason, gap.detail, gap.remedy];
      },
    },
  };
}
