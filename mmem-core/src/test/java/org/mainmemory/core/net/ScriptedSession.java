package org.mainmemory.core.net;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;

/**
 * A session whose client says, a letter at a time, what it shall do. It writes down each call it gets.
 *
 * <p>{@code e} echo an e; {@code a} echo an a, then {@link Turn#AGAIN}; {@code b} write 2 MiB of b, blocking as needed;
 * {@code r} have a task resume it later, which echoes an r; {@code R} resume itself, which does too;
 * {@code q} echo a q, then {@link Turn#CLOSE}; {@code c} close from within; {@code x} throw; {@code X} throw an error;
 * {@code k} consume nothing and wait for more.
 */
final class ScriptedSession implements Session {

    static final int FLOOD = 2 << 20;

    /** "input", "end" and "close", in order of arrival. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    private final Connection connection;
    private int flood;
    private boolean resumed;

    ScriptedSession(Connection connection) {
        this.connection = connection;
    }

    /** Echoes an r as soon as it can. */
    void resumeByItself() {
        resumed = true;
        connection.resume();
    }

    @Override
    public Turn onInput(InputBuffer input, OutputBuffer output) {
        calls.add("input");
        if (resumed) {
            resumed = false;
            output.putByte((byte) 'r');
        }
        while (flood > 0 || input.length() > 0) {
            if (flood > 0) {
                if (!pour(output)) {
                    return Turn.BLOCKED;
                }
                continue;
            }
            byte letter = input.byteAt(input.start());
            if (letter == 'k') {
                return Turn.READ;
            }
            if (output.room() == 0 && !connection.flush()) {
                return Turn.BLOCKED;
            }
            input.consume(1);
            Turn turn = obey(letter, output);
            if (turn != Turn.READ) {
                return turn;
            }
        }
        return Turn.READ;
    }

    private Turn obey(byte letter, OutputBuffer output) {
        switch (letter) {
            case 'e' -> output.putByte(letter);
            case 'b' -> flood = FLOOD;
            case 'r' -> connection.loop().execute(new Task() {
                @Override
                public Step run() {
                    resumed = true;
                    connection.resume();
                    return Step.DONE;
                }
            });
            case 'R' -> resumeByItself();
            case 'a' -> {
                output.putByte(letter);
                return Turn.AGAIN;
            }
            case 'q' -> {
                output.putByte(letter);
                return Turn.CLOSE;
            }
            case 'c' -> connection.close();
            case 'x' -> throw new IllegalStateException("thrown by a test on purpose");
            case 'X' -> throw new StackOverflowError("thrown by a test on purpose");
            default -> throw new IllegalArgumentException("letter " + letter);
        }
        return Turn.READ;
    }

    private boolean pour(OutputBuffer output) {
        if (output.room() == 0 && !connection.flush()) {
            return false;
        }
        while (flood > 0 && output.room() > 0) {
            output.putByte((byte) 'b');
            flood--;
        }
        return true;
    }

    @Override
    public Turn onEndOfInput(InputBuffer input, OutputBuffer output) {
        calls.add("end");
        if (input.length() > 0) {
            input.consume(1);
            output.putByte((byte) 'E');
            return Turn.AGAIN;
        }
        return Turn.READ;
    }

    @Override
    public void onClose() {
        calls.add("close");
    }
}
