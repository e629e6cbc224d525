using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>Reads what a playbook says about itself from the symbols of its main file.</summary>
internal sealed partial class DescriptorReader(FaultCollector faults, IClusterKind kind, string main)
{
    /// <summary>The descriptor, or null after having told why there is none.</summary>
    public PlaybookDescriptor? Read(SyntaxTree tree, SemanticModel model)
    {
        List<RecordDeclarationSyntax> records = [.. tree.GetRoot().ChildNodes().OfType<RecordDeclarationSyntax>().Where(OptionsInjection.IsCommand)];
        if (records.Count != 1)
        {
            faults.Add(
                records.Count == 0 ? tree.GetLocation(default) : records[1].Identifier.GetLocation(),
                records.Count == 0 ? "a playbook declares its command: [Command(\"words\", \"summary\")] record Options(…); (sources without a command belong into lib/)"
                    : "a playbook declares one command, this is a second one");
            return null;
        }

        var record = records[0];
        if (model.GetDeclaredSymbol(record) is not { TypeKind: TypeKind.Class, IsGenericType: false } symbol)
        {
            faults.Add(record.Identifier.GetLocation(), "the record of a command is a plain record class");
            return null;
        }

        var attribute = symbol.GetAttributes().FirstOrDefault(IsOf<CommandAttribute>);
        if (attribute is not { ConstructorArguments: [{ Value: string words }, { Value: string summary }] })
        {
            faults.Add(record.Identifier.GetLocation(), "the command is [Command(\"words\", \"summary\")]");
            return null;
        }

        if (!Words().IsMatch(words))
            faults.Add(LocationOf(attribute), $"'{words}' is no command: one to three words of lower-case letters, digits and dashes, with one space between");
        if (string.IsNullOrWhiteSpace(summary)) faults.Add(LocationOf(attribute), "the command has no summary");
        return new PlaybookDescriptor(main, words, summary.Trim(), kind.Name, Options(record, symbol));
    }

    private List<PlaybookOption> Options(RecordDeclarationSyntax record, INamedTypeSymbol symbol)
    {
        var parameters = symbol.InstanceConstructors
            .FirstOrDefault(constructor => constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() == record))?.Parameters ?? [];
        var options = new List<PlaybookOption>();
        var types = new OptionTypeReader(kind);
        foreach (var parameter in parameters)
        {
            if (types.Read(parameter, out var fault) is not { } option) faults.Add(parameter.Locations[0], fault!);
            else if (options.Exists(known => known.Name == option.Name)) faults.Add(parameter.Locations[0], $"there is already an option --{option.Name}");
            else if (option.Name is "cluster" or "help") faults.Add(parameter.Locations[0], $"--{option.Name} belongs to every command; name this option otherwise");
            else options.Add(option with { Position = option.Type == OptionType.Switch ? null : options.Count(other => other.Position is not null) });
        }

        return options;
    }

    private static bool IsOf<T>(AttributeData attribute) => attribute.AttributeClass?.ToDisplayString() == typeof(T).FullName;

    private static Location LocationOf(AttributeData attribute) => attribute.ApplicationSyntaxReference!.GetSyntax().GetLocation();

    [GeneratedRegex(@"^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{Nd}-]{0,31}( [\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{Nd}-]{0,31}){0,2}$")]
    private static partial Regex Words();
}
