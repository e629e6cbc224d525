using Microsoft.CodeAnalysis;

namespace Nightshift.Playbooks;

/// <summary>Judges symbols: what the source itself declares is allowed, everything else has to be listed.</summary>
internal sealed class SymbolPolicy(IAssemblySymbol playbook, PlaybookReferences references)
{
    /// <summary>Why the type, or one that it is made of, may not be used; null when it may.</summary>
    public string? Type(ITypeSymbol? type) => type switch
    {
        null or ITypeParameterSymbol or IErrorTypeSymbol => null,
        IArrayTypeSymbol array => Type(array.ElementType),
        IPointerTypeSymbol or IFunctionPointerTypeSymbol => "pointers are not for playbooks",
        IDynamicTypeSymbol => "dynamic is not for playbooks: a playbook is checked before it runs, which what is looked up while it runs would escape",
        INamedTypeSymbol named => Named(named),
        _ => $"{type.ToDisplayString()} is not for playbooks",
    };

    /// <summary>Why the member may not be used; null when it may.</summary>
    public string? Member(ISymbol symbol)
    {
        var member = symbol is IMethodSymbol { AssociatedSymbol: IPropertySymbol or IEventSymbol } accessor ? accessor.AssociatedSymbol! : symbol;
        if (member is IMethodSymbol method)
        {
            if (method.MethodKind == MethodKind.DelegateInvoke) return null;
            if (method.TypeArguments.Select(Type).FirstOrDefault(refusal => refusal is not null) is { } argument) return argument;
            member = method.ReducedFrom ?? method;
        }

        if (member.ContainingType is not { } owner || (IsOfPlaybook(owner) && member.Name != "GetHashCode")) return null;
        var type = NameOf(owner);
        if (Refusals.IsRefusedMember(type, member.MetadataName)) return Refusals.OfMember(type, member.MetadataName);
        if (AllowedTypes.OnlyMembers.TryGetValue(type, out var only) && !only.Contains(member.MetadataName)) return Refusals.OfMember(type, member.MetadataName);
        if (member is IMethodSymbol { MethodKind: MethodKind.Constructor } && references.IsOfKind(type) && !owner.IsRecord && !owner.IsValueType && !IsException(owner))
            return $"new {owner.Name} is not for playbooks: it comes from OneByOne, Together, Cluster<T>() or from another step";
        return IsAllowed(type) ? null : Refusals.OfMember(type, member.MetadataName);
    }

    public bool IsAllowedType(INamedTypeSymbol type) => IsOfPlaybook(type) || IsAllowed(NameOf(type));

    /// <summary>Full metadata name, with <c>+</c> before nested types.</summary>
    public static string NameOf(INamedTypeSymbol type) => type.OriginalDefinition is var definition && definition.ContainingType is { } outer
        ? $"{NameOf(outer)}+{definition.MetadataName}"
        : definition.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{definition.MetadataName}" : definition.MetadataName;

    private string? Named(INamedTypeSymbol type)
    {
        if (type.TypeArguments.Select(Type).FirstOrDefault(refusal => refusal is not null) is { } argument) return argument;
        return type.IsAnonymousType || IsAllowedType(type) ? null : Refusals.OfType(NameOf(type));
    }

    private bool IsAllowed(string type) =>
        AllowedTypes.Framework.Contains(type) || AllowedTypes.Own.Contains(type) || references.IsOfKind(type);

    private bool IsOfPlaybook(INamedTypeSymbol type) => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, playbook);

    private static bool IsException(INamedTypeSymbol type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (NameOf(at) == "System.Exception") return true;
        }

        return false;
    }
}
