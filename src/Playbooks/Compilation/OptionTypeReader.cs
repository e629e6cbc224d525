using System.Globalization;
using Microsoft.CodeAnalysis;
using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>From a parameter of the options record to what people may write for it.</summary>
internal sealed class OptionTypeReader(IClusterKind kind)
{
    /// <summary>The option without its position; null with the fault when its type is none that people can write.</summary>
    public PlaybookOption? Read(IParameterSymbol parameter, out string? fault)
    {
        var nullable = parameter.NullableAnnotation == NullableAnnotation.Annotated;
        var type = parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } wrapped ? wrapped.TypeArguments[0] : parameter.Type;
        var nodeType = NodeTypeOf(type);
        if (KindOf(type) is not { } optionType || (optionType == OptionType.Nodes && nodeType is null))
        {
            fault = Refusal(type);
            return null;
        }

        if (optionType == OptionType.Switch && nullable)
        {
            fault = $"a switch is there or not: make '{parameter.Name}' a bool";
            return null;
        }

        fault = null;
        var value = DefaultOf(parameter, type);
        var hasDefault = parameter.HasExplicitDefaultValue && (value is not null || nullable);
        return new PlaybookOption(
            KebabCase.Of(parameter.Name),
            parameter.Name,
            optionType,
            HelpOf(parameter),
            Required: optionType != OptionType.Switch && !hasDefault && !nullable,
            optionType == OptionType.Switch ? value ?? "false" : value,
            nullable,
            Position: null,
            nodeType,
            optionType == OptionType.Choice ? [.. Members(type).Select(member => KebabCase.Of(member.Name))] : []);
    }

    private static OptionType? KindOf(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_String } => OptionType.Text,
        { SpecialType: SpecialType.System_Boolean } => OptionType.Switch,
        { SpecialType: SpecialType.System_Int32 } => OptionType.Integer,
        { SpecialType: SpecialType.System_Int64 } => OptionType.LongInteger,
        { SpecialType: SpecialType.System_Double } => OptionType.Number,
        { TypeKind: TypeKind.Enum } => OptionType.Choice,
        _ => FullName(type) switch
        {
            "System.TimeSpan" => OptionType.Duration,
            "Nightshift.Clusters.Nodes" => OptionType.Nodes,
            "Nightshift.Clusters.Release" => OptionType.Release,
            _ => null,
        },
    };

    private string? NodeTypeOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments: [var node] } ? kind.NodeTypes.FirstOrDefault(known => known.FullName == FullName(node))?.FullName : null;

    private string Refusal(ITypeSymbol type) => FullName(type) == "Nightshift.Clusters.Nodes"
        ? $"{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}: {kind.Name} has nodes of {string.Join(", ", kind.NodeTypes.Select(node => node.Name))}"
        : $"an option is a string, bool, int, long, double, TimeSpan, enum, Nodes<T> or Release, not {type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}";

    private static string? DefaultOf(IParameterSymbol parameter, ITypeSymbol type)
    {
        if (!parameter.HasExplicitDefaultValue) return null;
        var value = parameter.ExplicitDefaultValue;
        return type.TypeKind == TypeKind.Enum && value is not null
            ? Members(type).Where(member => Equals(member.ConstantValue, value)).Select(member => KebabCase.Of(member.Name)).FirstOrDefault()
            : value switch
            {
                bool flag => flag ? "true" : "false",
                // `TimeSpan x = default` has no constant.
                null => FullName(type) == "System.TimeSpan" && parameter.NullableAnnotation != NullableAnnotation.Annotated ? "0s" : null,
                _ => Convert.ToString(value, CultureInfo.InvariantCulture),
            };
    }

    private static IEnumerable<IFieldSymbol> Members(ITypeSymbol type) => type.GetMembers().OfType<IFieldSymbol>().Where(member => member.HasConstantValue);

    private static string HelpOf(IParameterSymbol parameter) => parameter.GetAttributes()
        .Where(attribute => attribute.AttributeClass?.ToDisplayString() == typeof(HelpAttribute).FullName)
        .Select(attribute => attribute.ConstructorArguments is [{ Value: string text }] ? text : "")
        .FirstOrDefault("");

    private static string FullName(ITypeSymbol type) =>
        type.ContainingType is { } outer ? $"{FullName(outer)}+{type.MetadataName}" : $"{type.ContainingNamespace}.{type.Name}";
}
