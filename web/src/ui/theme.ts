// Ant Design tokens for light and dark, every value set from the palette and none left to derivation.
import { theme as antdTheme, type ThemeConfig } from 'antd'
import { dark, light, type Palette } from './palette'

const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", "PingFang SC", "HarmonyOS Sans SC", MiSans, ' +
  '"Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei UI", "Microsoft YaHei", system-ui, sans-serif'

const SHADOWS = {
  light: {
    1: '0 1px 2px rgba(16,35,42,.05)',
    2: '0 4px 14px rgba(16,35,42,.10), 0 0 1px rgba(16,35,42,.18)',
    3: '0 14px 40px rgba(16,35,42,.18), 0 0 1px rgba(16,35,42,.22)',
  },
  dark: {
    1: 'none',
    2: '0 6px 18px rgba(0,0,0,.45), 0 0 0 1px #2F3C43',
    3: '0 16px 44px rgba(0,0,0,.6), 0 0 0 1px #35434A',
  },
}

export type ThemeOptions = { dark: boolean; compact: boolean; phone: boolean; motion: boolean }

/** The whole antd theme for one mode, density and size. */
export function antdThemeOf(o: ThemeOptions): ThemeConfig {
  const p = o.dark ? dark : light
  return {
    cssVar: {},
    hashed: false,
    algorithm: o.dark ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: { ...seed(p, o.phone), ...surfaces(p), ...texts(p), ...shapes(p, o) },
    components: { ...frames(p), ...controls(p, o), ...panels(p, o) },
  }
}

function seed(p: Palette, phone: boolean) {
  return {
    colorPrimary: p['ac-solid'],
    colorInfo: p['ac-solid'],
    colorLink: p.ac,
    colorLinkHover: p.ac,
    colorLinkActive: p.ac,
    colorPrimaryHover: p['ac-hover'],
    colorPrimaryActive: p['ac-hover'],
    colorPrimaryText: p.ac,
    colorPrimaryBg: p.tint,
    colorPrimaryBgHover: p.tint2,
    colorPrimaryBorder: p['ac-solid'],
    colorPrimaryBorderHover: p['ac-hover'],
    colorSuccess: p.won,
    colorSuccessBg: p['won-bg'],
    colorWarning: p.h2,
    colorWarningBg: p['h2-bg'],
    colorError: p.h3,
    colorErrorBg: p['h3-bg'],
    colorErrorHover: p.h3,
    colorErrorActive: p.h3,
    colorErrorBorderHover: p.h3,
    colorErrorOutline: p['h3-bg'],
    colorTextBase: p.t1,
    colorBgBase: p.sheet,
    fontFamily: FONT,
    fontSize: 14,
    borderRadius: 6,
    controlHeight: phone ? 44 : 32,
    wireframe: false,
  }
}

function surfaces(p: Palette) {
  return {
    colorBgLayout: p.canvas,
    colorBgContainer: p.sheet,
    colorBgElevated: p.raised,
    colorBgSpotlight: p.ink,
    colorBgContainerDisabled: p.sunk,
    colorBorder: p.ctl,
    colorBorderDisabled: p.line,
    colorBorderSecondary: p.line,
    colorSplit: p.line,
    colorFillQuaternary: p.sunk,
    colorFillTertiary: p.hover,
    colorFillSecondary: p.line2,
    colorFill: p.line,
    colorFillAlter: p.sunk,
    controlItemBgHover: p.hover,
    controlItemBgActive: p.tint,
    controlItemBgActiveHover: p.tint2,
    colorBgTextHover: p.hover,
    colorBgTextActive: p.line2,
    colorBgMask: 'rgba(10, 20, 24, .36)',
  }
}

function texts(p: Palette) {
  return {
    colorText: p.t1,
    colorTextHeading: p.t1,
    colorTextSecondary: p.t2,
    colorTextLabel: p.t2,
    colorIcon: p.t2,
    colorIconHover: p.t1,
    colorTextTertiary: p.t3,
    colorTextDescription: p.t3,
    colorTextPlaceholder: p.t3,
    colorTextQuaternary: p.t3,
    colorTextDisabled: p.t3,
    colorTextLightSolid: p['on-ac'],
    fontSizeSM: 12,
    fontSizeLG: 15,
    fontWeightStrong: 600,
  }
}

function shapes(p: Palette, o: ThemeOptions) {
  const shadow = o.dark ? SHADOWS.dark : SHADOWS.light
  return {
    borderRadiusXS: 4,
    borderRadiusSM: 4,
    borderRadiusLG: 10,
    controlHeightSM: o.phone ? 36 : 28,
    controlHeightLG: o.phone ? 44 : 40,
    controlOutline: p.tint,
    controlOutlineWidth: 3,
    lineWidthFocus: 2,
    boxShadow: shadow[3],
    boxShadowSecondary: shadow[2],
    boxShadowTertiary: shadow[1],
    motion: o.motion,
    motionDurationFast: '.08s',
    motionDurationMid: '.14s',
    motionDurationSlow: '.18s',
    motionEaseInOut: 'cubic-bezier(.2,0,0,1)',
    motionEaseOut: 'cubic-bezier(.2,0,0,1)',
    screenMD: 768,
    screenMDMin: 768,
    screenSMMax: 767,
    screenXL: 1200,
    screenXLMin: 1200,
    screenLGMax: 1199,
    screenXXL: 1600,
    screenXXLMin: 1600,
    screenXLMax: 1599,
  }
}

function frames(p: Palette): ThemeConfig['components'] {
  return {
    Layout: { siderBg: p.canvas, headerBg: p.canvas, bodyBg: p.canvas, headerHeight: 48, headerPadding: '0 16px' },
    Menu: {
      itemHeight: 30,
      itemBorderRadius: 6,
      itemMarginInline: 0,
      itemMarginBlock: 1,
      itemBg: 'transparent',
      itemSelectedBg: p.tint2,
      itemSelectedColor: p.ac,
      itemColor: p.t2,
      itemHoverBg: p.hover,
      activeBarBorderWidth: 0,
      groupTitleFontSize: 12,
      groupTitleColor: p.t3,
      iconSize: 16,
      collapsedWidth: 56,
    },
    Segmented: {
      trackBg: p.canvas,
      trackPadding: 2,
      itemSelectedBg: p.raised,
      itemColor: p.t2,
      itemSelectedColor: p.t1,
    },
    Tabs: {
      titleFontSize: 13,
      horizontalItemGutter: 20,
      horizontalItemPadding: '11px 0',
      horizontalMargin: '0',
      inkBarColor: p['ac-solid'],
      itemColor: p.t2,
      itemSelectedColor: p.ac,
    },
  }
}

function controls(p: Palette, o: ThemeOptions): ThemeConfig['components'] {
  const focusShadow = `0 0 0 3px ${p.tint}`
  // What is typed into or chosen from is drawn as high as it is touched on a phone, however small it is elsewhere.
  const small = o.phone ? { controlHeightSM: 44 } : {}
  return {
    Button: {
      primaryShadow: 'none',
      defaultShadow: 'none',
      dangerShadow: 'none',
      fontWeight: 400,
      contentFontSize: 13,
      paddingInline: 12,
      paddingInlineSM: 9,
      textHoverBg: p.hover,
      defaultHoverBg: p.hover,
      defaultHoverColor: p.t1,
      defaultHoverBorderColor: p.ctl,
      defaultActiveBg: p.line2,
      defaultActiveColor: p.t1,
      defaultActiveBorderColor: p.ctl,
      contentFontSizeSM: 13,
      contentFontSizeLG: 15,
      colorError: p['h3-solid'],
      colorErrorHover: p['h3-solid'],
    },
    Input: {
      ...small,
      inputFontSize: o.phone ? 16 : 13,
      activeShadow: focusShadow,
      hoverBorderColor: p.t3,
      activeBorderColor: p.ac,
      paddingInline: 10,
    },
    InputNumber: {
      ...small,
      inputFontSize: o.phone ? 16 : 13,
      activeShadow: focusShadow,
      hoverBorderColor: p.t3,
      activeBorderColor: p.ac,
    },
    Select: {
      ...small,
      fontSize: o.phone ? 16 : 13,
      // Its padding is worked out for a line of 22 px: any other makes it lower or higher than an input.
      lineHeight: 22 / (o.phone ? 16 : 13),
      optionHeight: o.phone ? 44 : 30,
      optionSelectedBg: p.tint,
      optionSelectedFontWeight: 600,
      optionFontSize: o.phone ? 15 : 13,
      hoverBorderColor: p.t3,
      activeBorderColor: p.ac,
      activeOutlineColor: p.tint,
      multipleItemBg: p.tint,
      multipleItemBorderColor: 'transparent',
    },
    DatePicker: {
      ...small,
      fontSize: o.phone ? 16 : 13,
      activeShadow: focusShadow,
      hoverBorderColor: p.t3,
      activeBorderColor: p.ac,
    },
    Checkbox: { colorBorder: p.box, controlInteractiveSize: 16 },
    Radio: { colorBorder: p.box },
    Form: { itemMarginBottom: 12, labelColor: p.t2, labelFontSize: 13, verticalLabelPadding: '0 0 3px' },
  }
}

function panels(p: Palette, o: ThemeOptions): ThemeConfig['components'] {
  return {
    Table: {
      headerBg: p.sunk,
      headerColor: p.t3,
      headerSplitColor: 'transparent',
      cellFontSize: 13,
      cellPaddingInline: 10,
      cellPaddingBlock: o.compact ? 5 : 9,
      borderColor: p.line2,
      rowHoverBg: p.hover,
      rowSelectedBg: p.tint,
      rowSelectedHoverBg: p.tint,
      headerBorderRadius: 0,
      footerBg: p.sunk,
      selectionColumnWidth: 44,
    },
    Tag: { defaultBg: p['lost-bg'], defaultColor: p.t2 },
    Badge: { textFontSize: 12, indicatorHeight: 16 },
    Progress: { defaultColor: p['ac-solid'], remainingColor: p.line2, lineBorderRadius: 3 },
    Rate: { starColor: p.ac, starBg: p.ctl },
    Slider: {
      railBg: p.line,
      railHoverBg: p.line,
      trackBg: p.ac,
      trackHoverBg: p.ac,
      handleColor: p.ac,
      handleActiveColor: p.ac,
    },
    Card: { headerHeight: 40, headerFontSize: 14, bodyPadding: 16 },
    Modal: { titleFontSize: 16, contentBg: p.raised, headerBg: p.raised },
    Drawer: { colorBgElevated: p.sheet },
    Tooltip: { maxWidth: 320, colorBgSpotlight: p.ink },
    Timeline: { tailColor: p.line, itemPaddingBottom: 12 },
    Descriptions: { labelColor: p.t3, itemPaddingBottom: 6 },
    Message: { contentPadding: '8px 14px' },
    Notification: { width: 360 },
    Skeleton: { blockRadius: 4, gradientFromColor: p.line2, gradientToColor: p.canvas },
  }
}
