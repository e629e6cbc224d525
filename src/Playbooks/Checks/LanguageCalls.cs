using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Nightshift.Playbooks;

/// <summary>Finds the calls of the language (<c>Step</c>, <c>Together</c>, …) that a piece of code is handed to.</summary>
internal static class LanguageCalls
{
    private static readonly string Language = typeof(PlaybookGlobals).FullName!;

    public static bool IsLanguage(IMethodSymbol method) => SymbolPolicy.NameOf(method.ContainingType) == Language;

    /// <summary>From the inside out.</summary>
    public static IEnumerable<LanguageCall> Around(IOperation operation)
    {
        for (var at = operation; at is not null; at = at.Parent)
        {
            if (at is IAnonymousFunctionOperation function && CallOf(function) is { } call && IsLanguage(call.TargetMethod))
                yield return new LanguageCall(call.TargetMethod.Name, function);
        }
    }

    private static IInvocationOperation? CallOf(IAnonymousFunctionOperation function)
    {
        var at = function.Parent;
        while (at is IDelegateCreationOperation or IConversionOperation or IArgumentOperation) at = at.Parent;
        return at as IInvocationOperation;
    }
}

/// <param name="Method">The language's word.</param>
/// <param name="Function">The code handed to it.</param>
internal sealed record LanguageCall(string Method, IAnonymousFunctionOperation Function)
{
    /// <summary>Whether the code is a step's own, which a replay does not run.</summary>
    public bool IsStep => Method is nameof(PlaybookGlobals.Step) or nameof(PlaybookGlobals.Observe) or nameof(PlaybookGlobals.Gate) or nameof(PlaybookGlobals.Hold);

    /// <summary>Whether what the code writes to differs from one replay to another.</summary>
    public bool Unrepeatable => IsStep || Method == nameof(PlaybookGlobals.Together);
}
