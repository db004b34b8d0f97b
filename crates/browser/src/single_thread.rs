//! The lock that k256's table of multiples asks for. A worker without shared memory has one thread, so there is nothing
//! to lock.
#![allow(unsafe_code, reason = "critical_section::Impl is an unsafe trait")]

struct SingleThread;

critical_section::set_impl!(SingleThread);

// SAFETY: wasm32 without the threads proposal runs one thread and has no interrupts, so every section is exclusive.
unsafe impl critical_section::Impl for SingleThread {
    unsafe fn acquire() -> critical_section::RawRestoreState {}

    unsafe fn release(_: critical_section::RawRestoreState) {}
}
