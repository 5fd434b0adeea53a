// SPDX-License-Identifier: MIT
// Prints what the program makes of the simulated fleet. Built with the metrics and the process stage compiled
// at another level of optimisation: tests/pipeline/same_bits_test.cpp compares.
#include <iostream>

#include "support/simulated_fleet.hpp"

int main() {
    const tixdb::test::SimulatedFleet fleet;
    std::cout << fleet.results(fleet.files(), 2);
    return std::cout.good() ? 0 : 1;
}
