//! Where the page's copy of the library gets its memory: a list of what is free, sorted and merged, in 300 bytes. The
//! standard allocator weighs ten times as much and is made for programs with many more live values than a call has here.

use lol_alloc::{FreeListAllocator, LockedAllocator};

#[global_allocator]
static MEMORY: LockedAllocator<FreeListAllocator> = LockedAllocator::new(FreeListAllocator::new());
