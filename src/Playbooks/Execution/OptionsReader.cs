using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>Makes the options record of a loaded playbook out of the JSON that the run keeps. The same in every process.</summary>
internal static class OptionsReader
{
    /// <exception cref="InvalidOperationException">The JSON does not fit the record.</exception>
    public static object Read(string json, Type record)
    {
        using var document = JsonDocument.Parse(json);
        var constructor = record.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Value(document.RootElement, parameter))]);
    }

    private static object? Value(JsonElement options, ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (!options.TryGetProperty(parameter.Name!, out var value)) return Default(parameter, type);
        if (type == typeof(string)) return value.GetString();
        if (type == typeof(bool)) return value.GetBoolean();
        if (type == typeof(int)) return value.GetInt32();
        if (type == typeof(long)) return value.GetInt64();
        if (type == typeof(double)) return value.GetDouble();
        if (type == typeof(TimeSpan)) return TimeSpan.ParseExact(value.GetString()!, "c", CultureInfo.InvariantCulture);
        if (type == typeof(Release)) return value.Deserialize<Release>();
        if (type.IsEnum) return Enum.Parse(type, Enum.GetNames(type).Single(name => KebabCase.Of(name) == value.GetString()));
        return Activator.CreateInstance(type, value.GetString());
    }

    private static object? Default(ParameterInfo parameter, Type type)
    {
        if (parameter.HasDefaultValue && parameter.DefaultValue is { } value) return type.IsEnum ? Enum.ToObject(type, value) : value;
        var mayBeNull = Nullable.GetUnderlyingType(parameter.ParameterType) is not null || !type.IsValueType;
        return mayBeNull ? null : Activator.CreateInstance(type);
    }
}
