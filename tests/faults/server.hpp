// SPDX-License-Identifier: EUPL-1.2
// The process that is killed: the real rooms from the door to the outcome, with several threads
// that take deliveries in and say so on a pipe. Threads: run_server() starts its own and returns
// only when the driver wants an orderly end.
#pragma once

#include <string>

#include "house/house.hpp"

namespace leitstand::faults {

enum class Order {
    right, // the receipt is said after the commit
    wrong  // deliberately before it: what the driver must notice
};

struct ServerOptions {
    house::HouseOptions house;
    int round = 0;
    int threads = 4;
    bool works = false; // the job loop runs too, so that outcomes are killed as well
    Order order = Order::right;
};

// The limits under test: short leases, so that what a killed process held is taken up again within
// the run.
Limits fault_limits();

// Keys to send again come on standard input, one a line, up to its end; lines of client.hpp go to
// standard output.
int run_server(ServerOptions const& options);

// Works until no job is left, waiting for the leases of killed processes to end.
Result<void> work_off(house::House& house);

} // namespace leitstand::faults
