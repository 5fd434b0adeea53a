// SPDX-License-Identifier: MIT
// Sorting and selecting numbers that come in no order. A comparison moves a position here and chooses no
// branch: of delays a processor guesses every other branch wrong, which takes longer than all the rest
// (docs/performance.md). What comes of it is what std::sort and std::nth_element give.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace tixdb::metrics {
namespace order {

// Two sorted parts that follow one another, as one.
template <typename T>
void merge(const T* first, const T* middle, const T* last, T* out) {
    const T* a = first;
    const T* b = middle;
    while (a != middle && b != last) {
        const T of_a = *a;
        const T of_b = *b;
        const bool takes_b = of_b < of_a;
        *out++ = takes_b ? of_b : of_a;
        a += static_cast<std::ptrdiff_t>(!takes_b);
        b += static_cast<std::ptrdiff_t>(takes_b);
    }
    out = std::copy(a, middle, out);
    std::copy(b, last, out);
}

// The same of parts of one size: from both ends, so that two comparisons are under way at a time. Either end
// takes as many as a part has, and so never runs out of one.
template <typename T>
void merge_equal(const T* first, std::size_t size, T* out) {
    const T* a = first;
    const T* b = first + size;
    const T* a_last = b - 1;
    const T* b_last = b + size - 1;
    T* out_last = out + 2 * size - 1;
    for (std::size_t i = 0; i < size; ++i) {
        const T of_a = *a;
        const T of_b = *b;
        const bool takes_b = of_b < of_a;
        *out++ = takes_b ? of_b : of_a;
        a += static_cast<std::ptrdiff_t>(!takes_b);
        b += static_cast<std::ptrdiff_t>(takes_b);
        const T last_of_a = *a_last;
        const T last_of_b = *b_last;
        const bool takes_a = last_of_b < last_of_a;
        *out_last-- = takes_a ? last_of_a : last_of_b;
        a_last -= static_cast<std::ptrdiff_t>(takes_a);
        b_last -= static_cast<std::ptrdiff_t>(!takes_a);
    }
}

// Moves those of which belongs() to the front; returns the first of the others.
template <typename T, typename Belongs>
T* partition(T* first, T* last, const Belongs& belongs) {
    T* others = first;
    for (T* at = first; at != last; ++at) {
        const T value = *at;
        *at = *others;
        *others = value;
        others += belongs(value) ? 1 : 0;
    }
    return others;
}

template <typename T>
T median_of_three(T a, T b, T c) {
    return std::max(std::min(a, b), std::min(std::max(a, b), c));
}

// One that presumably stands close to nth: of five from all over, the one whose place among them is nth's
// among all. Of many numbers, fewer are then gone through a second time.
template <typename T>
T pivot_near(const T* first, const T* nth, const T* last) {
    constexpr std::ptrdiff_t kMany = 100;
    constexpr std::ptrdiff_t kSampled = 5;
    const std::ptrdiff_t size = last - first;
    if (size < kMany) return median_of_three(first[size / 4], first[size / 2], first[3 * size / 4]);
    std::array<T, kSampled> sampled;
    for (std::size_t i = 0; i < sampled.size(); ++i) {
        sampled[i] = first[(2 * static_cast<std::ptrdiff_t>(i) + 1) * size / (2 * kSampled)];
    }
    std::sort(sampled.begin(), sampled.end());
    return sampled[static_cast<std::size_t>((nth - first) * kSampled / size)];
}

}  // namespace order

// Numbers that compare with one another: no NaN.
template <typename T>
void sort_ascending(std::vector<T>& values) {
    std::vector<T> merged(values.size());
    for (std::size_t width = 1; width < values.size(); width *= 2) {
        for (std::size_t begin = 0; begin < values.size(); begin += 2 * width) {
            const T* const first = values.data() + begin;
            T* const out = merged.data() + begin;
            const std::size_t left = values.size() - begin;
            if (left >= 2 * width) {
                order::merge_equal(first, width, out);
            } else {
                order::merge(first, first + std::min(width, left), first + left, out);
            }
        }
        std::swap(values, merged);
    }
}

// As std::nth_element: *nth is what sorting would put there, before it are none greater, behind it none less.
template <typename T>
void select_nth(T* first, T* nth, T* last) {
    constexpr std::ptrdiff_t kFew = 8;
    constexpr int kMostRounds = 64;  // of values that always choose the worst pivot
    for (int round = 0; last - first > kFew && round < kMostRounds; ++round) {
        const T pivot = order::pivot_near(first, nth, last);
        T* const less_end = order::partition(first, last, [&](const T& value) { return value < pivot; });
        if (nth < less_end) {
            last = less_end;
            continue;
        }
        if (less_end != first) {
            first = less_end;
            continue;
        }
        // None is less than the pivot. Many may be equal, as the waits of an empty queue are.
        T* const equal_end =
            order::partition(less_end, last, [&](const T& value) { return !(pivot < value); });
        if (nth < equal_end) return;
        first = equal_end;
    }
    std::nth_element(first, nth, last);
}

}  // namespace tixdb::metrics
