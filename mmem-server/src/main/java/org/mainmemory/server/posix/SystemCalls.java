package org.mainmemory.server.posix;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of Linux's system calls on one kind of processor.
 *
 * @param architecture how the kernel names the processor (AUDIT_ARCH)
 * @param seccomp the call that installs a filter
 * @param cloning clone, the call that starts threads and processes
 * @param socket the call that opens sockets
 * @param schedSetattr the call that says how a thread is scheduled
 * @param schedGetattr the call that asks it
 * @param schedSetaffinity the call that says on which processors a thread may run
 * @param schedSetscheduler the call that says under which policy a thread runs
 * @param forbidden calls that a server which runs has no need of
 */
record SystemCalls(
        int architecture, int seccomp, int cloning, int socket, int schedSetattr, int schedGetattr,
        int schedSetaffinity, int schedSetscheduler, List<Integer> forbidden) {

    /** The same everywhere: the newer clone, whose arguments a filter cannot see. */
    static final int CLONE3 = 435;

    /**
     * execve, execveat, fork, vfork; ptrace, process_vm_readv and _writev; mount, umount2, pivot_root, chroot, setns,
     * unshare; kexec_load, kexec_file_load, init_module, finit_module, delete_module, bpf, perf_event_open,
     * userfaultfd, add_key, request_key, keyctl, reboot, io_uring_setup; setuid, setgid, setreuid, setregid, setresuid,
     * setresgid, setgroups.
     */
    private static final SystemCalls X86_64 = new SystemCalls(0xC000003E, 317, 56, 41, 314, 315, 203, 144, List.of(
            59, 322, 57, 58, 101, 310, 311, 165, 166, 155, 161, 308, 272,
            246, 320, 175, 313, 176, 321, 298, 323, 248, 249, 250, 169, 425, 105, 106, 113, 114, 117, 119, 116));

    /** The same, but for fork and vfork, which this processor never had. */
    private static final SystemCalls AARCH64 = new SystemCalls(0xC00000B7, 277, 220, 198, 274, 275, 122, 119, List.of(
            221, 281, 117, 270, 271, 40, 39, 41, 51, 268, 97,
            104, 294, 105, 273, 106, 280, 241, 282, 217, 218, 219, 142, 425, 146, 144, 145, 143, 147, 149, 159));

    /** With its own copy of the list. */
    SystemCalls {
        forbidden = List.copyOf(forbidden);
    }

    /** Whether {@link #ofThisMachine} has an answer. */
    static boolean areKnownHere() {
        return find() != null;
    }

    /**
     * Those of the processor that this is.
     *
     * @throws UnsupportedOperationException if it is no Linux, or one whose system calls are not known here
     */
    static SystemCalls ofThisMachine() {
        SystemCalls found = find();
        if (found == null) {
            throw new UnsupportedOperationException("the system calls are not known of "
                    + System.getProperty("os.name") + " on " + System.getProperty("os.arch"));
        }
        return found;
    }

    private static @Nullable SystemCalls find() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return null;
        }
        return switch (System.getProperty("os.arch", "")) {
            case "amd64" -> X86_64;
            case "aarch64" -> AARCH64;
            default -> null;
        };
    }
}
