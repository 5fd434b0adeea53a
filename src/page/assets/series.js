// SPDX-License-Identifier: MIT
// Rows for dygraphs: [milliseconds, [low, middle, high], …]. Of long stretches a row stands for some hours: the middle is
// their mean, low and high are their extremes.

// values: of each series, per time. breaks: whether the line breaks before a time.
function rawRows(times, values, breaks) {
  const rows = [];
  times.forEach((time, i) => {
    if (breaks[i] && i > 0) rows.push([(times[i - 1] + 1) * 1000, ...values.map(() => [null, null, null])]);
    rows.push([time * 1000, ...values.map((series) => [series[i], series[i], series[i]])]);
  });
  return rows;
}

function bucketRows(times, values, bucketS) {
  const rows = [];
  let bucket = null;
  let sums = [];
  const flush = () => {
    if (bucket === null) return;
    rows.push([(bucket + 0.5) * bucketS * 1000, ...sums.map((s) => (s.n ? [s.low, s.sum / s.n, s.high] : [null, null, null]))]);
  };
  times.forEach((time, i) => {
    const next = Math.floor(time / bucketS);
    if (next !== bucket) {
      flush();
      if (bucket !== null && next > bucket + 1) {
        rows.push([(bucket + 1.5) * bucketS * 1000, ...values.map(() => [null, null, null])]);
      }
      bucket = next;
      sums = values.map(() => ({ n: 0, sum: 0, low: Infinity, high: -Infinity }));
    }
    values.forEach((series, k) => {
      if (series[i] === null) return;
      const s = sums[k];
      s.n += 1;
      s.sum += series[i];
      s.low = Math.min(s.low, series[i]);
      s.high = Math.max(s.high, series[i]);
    });
  });
  flush();
  return rows;
}

// The rows of a stretch of so many seconds: every value up to four days, else means of so many hours that the lines stay apart.
function levelsOf(times, values, breaks) {
  const made = new Map();
  return (spanS) => {
    const bucketS = spanS <= 4 * 86400 ? 0 : spanS <= 30 * 86400 ? 3600 : 10800;
    if (!made.has(bucketS)) made.set(bucketS, bucketS ? bucketRows(times, values, bucketS) : rawRows(times, values, breaks));
    return made.get(bucketS);
  };
}

const clampedFraction = (value) => (value === null ? null : Math.min(1, Math.max(0, value / 10000)));

function usageLevels(data, what) {
  const windows = data.windows;
  const values = ['up', 'down'].map((direction) => windows[direction + '_' + what].map(clampedFraction));
  return levelsOf(windows.last_s, values, windows.begins_session);
}

// Bands from the least round trip to each percentile, the widest first; the last is the median alone.
function smokeRows(data) {
  const hours = data.hours;
  const percentiles = ['p99', 'p95', 'p90', 'p75'].map((name) => hours['rtt_' + name + '_us']);
  const rows = [];
  hours.hour_s.forEach((time, i) => {
    if (i > 0 && time > hours.hour_s[i - 1] + 3600) rows.push([(hours.hour_s[i - 1] + 3600) * 1000, ...Array(5).fill([null, null, null])]);
    const low = millisecondsOf(hours.rtt_min_us[i]);
    const band = (us) => (us === null ? [null, null, null] : [low, us / 1000, us / 1000]);
    const median = millisecondsOf(hours.rtt_median_us[i]);
    rows.push([(time + 1800) * 1000, ...percentiles.map((column) => band(column[i])), [median, median, median]]);
  });
  return rows;
}

function lossRows(data) {
  const hours = data.hours;
  const rows = [];
  hours.hour_s.forEach((time, i) => {
    if (i > 0 && time > hours.hour_s[i - 1] + 3600) rows.push([(hours.hour_s[i - 1] + 3600) * 1000, null]);
    rows.push([time * 1000, fractionOf(hours.loss[i])]);
  });
  return rows;
}
