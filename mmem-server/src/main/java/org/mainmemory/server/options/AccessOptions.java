package org.mainmemory.server.options;

import static org.mainmemory.server.options.StartFailure.usage;

import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.session.BindingProtocol;

/** Collects what clients may speak and how they say who they are (-B -S -Y), then checks what that means together. */
final class AccessOptions {

    private @Nullable BindingProtocol protocol;
    private boolean sasl;
    private @Nullable String authFile;

    void protocol(String name) throws StartFailure {
        protocol = switch (name) {
            case "auto" -> BindingProtocol.AUTO;
            case "ascii" -> BindingProtocol.ASCII;
            case "binary" -> BindingProtocol.BINARY;
            default -> throw usage("Invalid value for binding protocol: " + name
                    + "\n -- should be one of auto, binary, or ascii");
        };
    }

    void sasl() {
        sasl = true;
    }

    void authFile(String file) throws StartFailure {
        authFile = FileName.checked(Option.AUTH_FILE.names(), file);
    }

    ServerSettings.Access access() throws StartFailure {
        if (sasl && authFile != null) {
            throw usage("-S (--enable-sasl) is for the binary protocol, -Y (--auth-file) for text: take one of them");
        }
        if (sasl && protocol != null && protocol != BindingProtocol.BINARY) {
            throw usage("ERROR: You cannot allow the ASCII protocol while using SASL.");
        }
        if (authFile != null && protocol != null && protocol != BindingProtocol.ASCII) {
            throw usage("ERROR: You cannot allow the BINARY protocol while using ascii authentication tokens.");
        }
        return new ServerSettings.Access(protocol == null ? protocolOfLogin() : protocol, sasl, authFile);
    }

    private BindingProtocol protocolOfLogin() {
        return sasl ? BindingProtocol.BINARY : authFile != null ? BindingProtocol.ASCII : BindingProtocol.AUTO;
    }
}
