"""Reports on Apache Spark: a cluster of processes on this machine, its failures, and what comes of them."""
