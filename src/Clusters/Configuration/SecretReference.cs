namespace Nightshift.Clusters;

/// <summary>Where a secret is: <c>env:NAME</c>, an environment variable, or <c>file:/path</c>, a file's content without the line end. Never the secret itself.</summary>
public static class SecretReference
{
    private const string FromEnvironment = "env:";
    private const string FromFile = "file:";

    /// <summary>Why the reference cannot be used, without ever repeating it (somebody may have written the secret there); null when it can.</summary>
    public static string? Fault(string reference)
    {
        if (reference.Length == 0) return null;
        if (reference.StartsWith(FromEnvironment, StringComparison.Ordinal))
        {
            var name = reference[FromEnvironment.Length..];
            return string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)) ? $"the environment variable {name} is not set" : null;
        }

        if (!reference.StartsWith(FromFile, StringComparison.Ordinal)) return "is a secret, so write where it is: env:NAME or file:/path";
        var path = reference[FromFile.Length..];
        return File.Exists(path) ? null : $"the file {path} does not exist";
    }

    /// <summary>The secret; null for an empty reference.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public static string? Resolve(string reference)
    {
        if (Fault(reference) is { } fault) throw new InvalidOperationException(fault);
        if (reference.Length == 0) return null;
        return reference.StartsWith(FromEnvironment, StringComparison.Ordinal)
            ? Environment.GetEnvironmentVariable(reference[FromEnvironment.Length..])
            : File.ReadAllText(reference[FromFile.Length..]).TrimEnd('\r', '\n');
    }
}
