package org.mainmemory.server.options;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What -h prints below the version: a line or two per option that mmem has, laid out by picocli. */
final class HelpText {

    private static final int WIDTH = 110;
    private static final int NAMES_WIDTH = 32;

    private HelpText() {
    }

    static String options() {
        CommandSpec command = CommandSpec.create();
        command.usageMessage().width(WIDTH).longOptionsMaxWidth(NAMES_WIDTH).sortOptions(false);
        for (Option option : Option.table()) {
            if (option.description != null) {
                command.addOption(row(option, option.description));
            }
        }
        Help help = new Help(command, Help.defaultColorScheme(Help.Ansi.OFF));
        return help.optionList().stripTrailing().stripIndent() + "\n";
    }

    private static OptionSpec row(Option option, String description) {
        List<String> names = new ArrayList<>();
        names.add("-" + option.letter);
        if (option.longName != null) {
            names.add("--" + option.longName);
        }
        OptionSpec.Builder row = OptionSpec.builder(names.toArray(String[]::new)).description(description);
        return option.valueName == null
                ? row.arity("0").type(boolean.class).build()
                : row.arity("1").type(String.class).paramLabel("<" + option.valueName + ">").build();
    }
}
