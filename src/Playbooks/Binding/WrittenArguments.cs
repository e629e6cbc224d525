namespace Nightshift.Playbooks;

/// <summary>Which text was written for which option.</summary>
internal sealed class WrittenArguments
{
    private readonly PlaybookDescriptor _playbook;
    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    private WrittenArguments(PlaybookDescriptor playbook) => _playbook = playbook;

    /// <summary>By the option's name; null where the value is missing, which is among the faults.</summary>
    public IReadOnlyDictionary<string, string?> Values => _values;

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>False when the arguments were not looked at one by one.</summary>
    public bool WasRead { get; private set; }

    public static WrittenArguments Of(PlaybookDescriptor playbook, IReadOnlyList<string> arguments)
    {
        var written = new WrittenArguments(playbook);
        var total = arguments.Sum(argument => argument.Length + 1);
        if (total > ArgumentText.LongestOfAll) written._faults.Add($"the arguments have {total} characters, at most {ArgumentText.LongestOfAll} are read");
        else if (arguments.Select(ArgumentText.ArgumentFault).OfType<string>().FirstOrDefault() is { } fault) written._faults.Add(fault);
        else written.Read(arguments);
        return written;
    }

    private void Read(IReadOnlyList<string> arguments)
    {
        WasRead = true;
        var unnamed = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal)) unnamed.Add(argument);
            else if (Find(argument) is { } option) Set(option, ValueOf(option, argument, arguments, ref i));
        }

        foreach (var value in unnamed)
        {
            if (_playbook.Options.FirstOrDefault(option => option.Position is not null && !_values.ContainsKey(option.Name)) is { } next) Set(next, value);
            else _faults.Add($"{ArgumentText.Quote(value)} is one value too many: {_playbook.Usage}");
        }
    }

    private PlaybookOption? Find(string argument)
    {
        var name = argument[2..].Split('=')[0];
        if (_playbook.Options.FirstOrDefault(option => option.Name == name) is { } option) return option;
        var near = NearestName.Of(name, _playbook.Options.Select(known => known.Name));
        _faults.Add($"there is no option {ArgumentText.Quote("--" + name)}" + (near is null ? $": {_playbook.Usage}" : $"; did you mean '--{near}'?"));
        return null;
    }

    private string? ValueOf(PlaybookOption option, string argument, IReadOnlyList<string> arguments, ref int i)
    {
        if (argument.IndexOf('=', StringComparison.Ordinal) is var cut and > 0) return argument[(cut + 1)..];
        var next = i + 1 < arguments.Count ? arguments[i + 1] : null;
        if (option.Type == OptionType.Switch && next is not ("true" or "false")) return "true";
        if (next is null || next.StartsWith("--", StringComparison.Ordinal))
        {
            _faults.Add($"--{option.Name} needs a value");
            return null;
        }

        i++;
        return next;
    }

    private void Set(PlaybookOption option, string? value)
    {
        if (!_values.TryAdd(option.Name, value)) _faults.Add($"--{option.Name} is given twice");
    }
}
