package org.mainmemory.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;

/**
 * {@code WARN EventLoop: what happened: java.io.IOException: why}. The stack of an exception follows only where the log
 * is verbose: it is for those who mend mmem, not for those who run it.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {

    @Override
    public String doLayout(ILoggingEvent event) {
        String logger = event.getLoggerName();
        StringBuilder line = new StringBuilder()
                .append(event.getLevel())
                .append(' ')
                .append(logger, logger.lastIndexOf('.') + 1, logger.length())
                .append(": ")
                .append(event.getFormattedMessage());
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null && StderrLog.isVerbose()) {
            line.append('\n').append(ThrowableProxyUtil.asString(thrown).stripTrailing());
        } else if (thrown != null) {
            line.append(": ").append(thrown.getClassName()).append(": ").append(thrown.getMessage());
        }
        return line.append('\n').toString();
    }
}
