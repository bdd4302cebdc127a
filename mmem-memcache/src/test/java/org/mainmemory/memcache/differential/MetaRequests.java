package org.mainmemory.memcache.differential;

/** The meta protocol, with some text between. */
final class MetaRequests implements Requests {

    private static final String LETTERS = "bcfhklOqstuvxCDEFIJLMNPRTSWXZB01";
    private static final int MUTABLE = 1000;

    private final TextRequests text = new TextRequests();

    @Override
    public Request next(Choice choice) {
        return switch (choice.below(7)) {
            case 0 -> text.next(choice);
            case 1 -> broken(choice);
            default -> new Request(valid(choice), false, false);
        };
    }

    private static Request broken(Choice choice) {
        String request;
        do {
            request = valid(choice);
        } while (request.length() > MUTABLE);
        return new Request(Mutation.of(request, choice), false, true);
    }

    private static String valid(Choice choice) {
        return switch (choice.below(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> line(choice, "mg", "cfhklOqstuvvvTNRCE", "");
            case 7, 8, 9, 10, 11 -> set(choice);
            case 12, 13 -> line(choice, "md", "qOkCEITxF", "");
            case 14, 15, 16 -> "mn\r\n" + line(choice, "ma", "qOktcvvvNJDTMCE", "");
            case 17 -> "me " + key(choice, choice.below(Keys.count()), false)
                    + choice.of("", "", " b", " b b", " k") + "\r\n";
            case 18 -> choice.of("mn\r\n", "mn\r\n", "mn x\r\n", "mx a\r\n", "mg\r\n", "m a\r\n", "ms a\r\n",
                    "ma\r\n", "md\r\n");
            default -> line(choice, choice.of("mg", "md", "mn\r\nma"), LETTERS, "");
        };
    }

    private static String set(Choice choice) {
        boolean odd = choice.oneIn(60);
        // What is longer than 2048 and taken for a line closes the connection, if it does not come in one piece.
        String value = odd ? "vvv" : Values.any(choice);
        String length = odd ? OddNumbers.any(choice) : Integer.toString(value.length());
        String letters = choice.oneIn(10) ? LETTERS : "qOkcsbTFMMNCEI";
        return line(choice, "ms", letters, " " + length) + value + "\r\n";
    }

    private static String line(Choice choice, String verb, String letters, String length) {
        int key = choice.below(Keys.count());
        boolean base64 = choice.oneIn(8);
        StringBuilder line = new StringBuilder(verb).append(' ').append(key(choice, key, base64)).append(length);
        if (base64) {
            line.append(" b");
        }
        int count = choice.oneIn(40) ? choice.below(24) : choice.below(6);
        String used = "";
        for (int i = 0; i < count; i++) {
            char letter = letters.charAt(choice.below(letters.length()));
            if (used.indexOf(letter) < 0 || choice.oneIn(40)) {
                line.append(choice.oneIn(50) ? "  " : " ").append(letter).append(token(choice, letter, key));
                used += letter;
            }
        }
        line.append(choice.oneIn(30) ? " \r\n" : choice.oneIn(30) ? "\n" : "\r\n");
        // With a b the key may be another than that of the CAS.
        return used.indexOf('b') < 0 ? line.toString() : Mutation.withoutCas(line.toString());
    }

    private static String token(Choice choice, char letter, int key) {
        return switch (letter) {
            case 'T', 'N' -> OddNumbers.exptime(choice);
            case 'R' -> choice.oneIn(20)
                    ? OddNumbers.any(choice)
                    : choice.of("30", "30", "50000", "3000000", "0", "-1");
            // With I the order of CAS values matters, and mmem has one for the items of a shard only.
            case 'C' -> TextRequests.casNumber(choice, key, key);
            case 'E' -> choice.oneIn(20) ? OddNumbers.any(choice) : Long.toString((1L << 40) + choice.below(1 << 20));
            case 'F' -> OddNumbers.flags(choice);
            case 'D', 'J' -> choice.oneIn(10) ? OddNumbers.any(choice) : choice.of("1", "5", "90", "1000", "0", "99");
            case 'M' -> choice.oneIn(15)
                    ? choice.of("", "x", "set", "e", "i", "\0", "Append", "EA")
                    : choice.of("E", "A", "P", "R", "S", "I", "D", "+", "-", "A", "P", "I", "D");
            case 'O' -> choice.oneIn(20) ? "o".repeat(choice.of(0, 30, 31, 32, 33, 200)) : "q" + choice.below(1000);
            default -> choice.oneIn(25) ? OddNumbers.any(choice) : "";
        };
    }

    private static String key(Choice choice, int key, boolean base64) {
        if (choice.oneIn(60)) {
            return choice.of("k".repeat(251), "Zm9", "Zm9v=", "====", "Zg==", "Zm8=", "k\0", "\u00ff",
                    "A".repeat(250), "missing");
        }
        return base64 ? Keys.base64(key) : Keys.name(key);
    }

    @Override
    public String sync(int number) {
        return text.sync(number);
    }

    @Override
    public String syncReply(int number) {
        return text.syncReply(number);
    }

    @Override
    public String filler() {
        return text.filler();
    }

    @Override
    public ReplyPieces pieces() {
        return text.pieces();
    }
}
