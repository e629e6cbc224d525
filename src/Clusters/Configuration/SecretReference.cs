namespace Nightshift.Clusters;

/// <summary>Where a secret is: <c>env:NAME</c>, an environment variable, or <c>file:/path</c>, a file's content without the line end. Never the secret itself.</summary>
public static class SecretReference
{
    private const string FromEnvironment = "env:";
    private const string FromFile = "file:";

    /// <summary>Why the reference cannot be used; null when it can. What cannot be a name or a path is never repeated: somebody may have written the secret itself there.</summary>
    public static string? Fault(string reference)
    {
        if (reference.Length == 0) return null;
        if (reference.StartsWith(FromEnvironment, StringComparison.Ordinal)) return FaultOfVariable(reference[FromEnvironment.Length..]);
        return reference.StartsWith(FromFile, StringComparison.Ordinal)
            ? FaultOfFile(reference[FromFile.Length..])
            : "is a secret, so write where it is: env:NAME or file:/path";
    }

    /// <summary>The secret; null for an empty reference.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public static string? Resolve(string reference)
    {
        if (Fault(reference) is { } fault) throw new InvalidOperationException(fault);
        if (reference.Length == 0) return null;
        return reference.StartsWith(FromEnvironment, StringComparison.Ordinal)
            ? Environment.GetEnvironmentVariable(reference[FromEnvironment.Length..])
            : Read(reference[FromFile.Length..]);
    }

    private static string? FaultOfVariable(string name)
    {
        if (!name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') || name.Length == 0 || char.IsAsciiDigit(name[0]))
            return "what follows env: is not the name of an environment variable, in capitals";
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)) ? $"the environment variable {name} is not set" : null;
    }

    private static string? FaultOfFile(string path)
    {
        if (!Path.IsPathRooted(path)) return "what follows file: is not an absolute path";
        if (!File.Exists(path)) return $"the file {path} does not exist";
        try
        {
            return Read(path).Length == 0 ? $"the file {path} is empty" : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"the file {path} cannot be read";
        }
    }

    private static string Read(string path) => File.ReadAllText(path).TrimEnd('\r', '\n');
}
